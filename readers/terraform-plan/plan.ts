import { type Fields, fieldsIn, itemsIn, textIn, textsIn } from "../../core/json.ts";
import type { DocumentPath } from "../document/source-document.ts";
import { valueAt } from "../document/value-at.ts";
import { plannedValue } from "./planned-value.ts";

/** A resource that exists after the plan is applied. */
export interface PlannedResource {
	/** Absolute: `module.shop["eu"].aws_ecr_repository.web[0]`. */
	readonly address: string;
	/** The module's address, empty for the root; addresses of references are relative to it. */
	readonly module: string;
	readonly type: string;
	readonly name: string;
	/** Key of `count` or `for_each`. */
	readonly index: unknown;
	/** Whether it exists at all, as the source writes that: `var.create ? 1 : 0`. Null in a plan, and where it certainly exists. */
	readonly existence: string | null;
	/** Why it may exist although nothing that was read has it, as a clause. Absent: it was read. */
	readonly unseen?: string;
	/** Attributes, with `Unresolved` for what is known after apply. */
	readonly values: Fields;
	/** Key of the provider's configuration; null when unknown. */
	readonly provider: string | null;
	/** Addresses that the expression at a path of attributes and blocks refers to, within the module. */
	readonly references: (path: DocumentPath) => readonly string[];
	/** The path of its values in the document. */
	readonly at: DocumentPath;
}

/** The managed ECS and ECR resources of a plan's planned values; deleted ones are not included. */
export function plannedResources(plan: unknown): readonly PlannedResource[] {
	const { planned_values: planned, configuration, resource_changes: changes } = fieldsIn(plan);
	const unknowns = new Map<unknown, unknown>();
	for (const change of itemsIn(changes).map(fieldsIn)) {
		// A deposed object has the address of its replacement.
		if (change["deposed"] === undefined) unknowns.set(change["address"], fieldsIn(change["change"])["after_unknown"]);
	}
	const root = fieldsIn(planned)["root_module"];
	const at = ["planned_values", "root_module"];
	const module = moduleOf("", at, fieldsIn(configuration)["root_module"]);
	return resourcesOf(root, module, unknowns);
}

interface Module {
	readonly module: string;
	readonly at: DocumentPath;
	/** Resources of its configuration, by `type.name`. */
	readonly configured: ReadonlyMap<string, Fields>;
	/** Modules that it calls, by name. */
	readonly calls: Fields;
}

function moduleOf(module: string, at: DocumentPath, configuration: unknown): Module {
	const { resources, module_calls: calls } = fieldsIn(configuration);
	const configured = new Map<string, Fields>();
	for (const resource of itemsIn(resources).map(fieldsIn)) {
		const [type, name] = [textIn(resource["type"]), textIn(resource["name"])];
		if (resource["mode"] !== "data" && type !== null && name !== null) configured.set(`${type}.${name}`, resource);
	}
	return { module, at, configured, calls: fieldsIn(calls) };
}

function resourcesOf(
	values: unknown,
	module: Module,
	unknowns: ReadonlyMap<unknown, unknown>,
): readonly PlannedResource[] {
	const { resources, child_modules: children } = fieldsIn(values);
	const own = itemsIn(resources).flatMap((resource, index) => {
		const planned = plannedOf(fieldsIn(resource), index, module, unknowns);
		return planned === null ? [] : [planned];
	});
	const nested = itemsIn(children).flatMap((child, index) =>
		resourcesOf(child, childOf(child, index, module), unknowns),
	);
	return [...own, ...nested];
}

function plannedOf(
	resource: Fields,
	index: number,
	module: Module,
	unknowns: ReadonlyMap<unknown, unknown>,
): PlannedResource | null {
	const type = textIn(resource["type"]) ?? "";
	const address = textIn(resource["address"]);
	if (!/^aws_ec[rs]_/.test(type) || resource["mode"] === "data" || address === null) return null;
	const name = textIn(resource["name"]) ?? "";
	const configured = fieldsIn(module.configured.get(`${type}.${name}`));
	const { expressions } = configured;
	return {
		address,
		module: module.module,
		type,
		name,
		index: resource["index"],
		existence: null,
		values: fieldsIn(plannedValue(fieldsIn(resource["values"]), unknowns.get(address), expressions)),
		provider: textIn(configured["provider_config_key"]),
		references: (path) => textsIn(fieldsIn(valueAt(expressions, path))["references"]),
		at: [...module.at, "resources", index, "values"],
	};
}

/** All instances of a module share one configuration. */
function childOf(child: unknown, index: number, { module, at, calls }: Module): Module {
	const address = textIn(fieldsIn(child)["address"]) ?? "";
	const [, call = ""] = /^\.?module\.([^.[]+)/.exec(address.slice(module.length)) ?? [];
	return moduleOf(address, [...at, "child_modules", index], fieldsIn(calls[call])["module"]);
}
