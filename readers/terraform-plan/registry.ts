import type { RepositoryFacts } from "../../core/facts.ts";
import { fieldsIn, itemsIn, textIn } from "../../core/json.ts";
import { isUnresolved, type Reading } from "../../core/reading.ts";
import { findUnresolved, stringValue } from "../../domain/ecs-json/values.ts";
import type { RegistryScanning } from "../../domain/repositories/registry-scanning.ts";
import { inPlan } from "../hcl/values.ts";
import type { PlannedResource } from "./plan.ts";

/** The facts of a plan about the registry of its repositories. */
export interface Registry {
	/** What says all this, for messages: `the plan`. */
	readonly source: string;
	/** Null when the plan has no configuration. */
	readonly scanning: Reading<RegistryScanning> | null;
	readonly prefixes: RepositoryFacts["pullThroughCachePrefixes"];
	/** Twelve digits; null when unknown. */
	readonly account: string | null;
}

export const registryOf = (plan: unknown, resources: readonly PlannedResource[]): Registry =>
	registryOfResources(resources, "the plan", accountIn(plan));

/** The same of any resources; `source` is what they are in. */
export function registryOfResources(
	resources: readonly PlannedResource[],
	source: string,
	account: Registry["account"],
): Registry {
	const [configuration] = resources.filter(({ type }) => type === "aws_ecr_registry_scanning_configuration");
	return {
		source,
		scanning: configuration === undefined ? null : scanningOf(configuration),
		prefixes: prefixesOf(resources),
		account,
	};
}

const doubtful = `whether the resource exists ${inPlan}`;

function scanningOf({ values, existence }: PlannedResource): Reading<RegistryScanning> {
	if (existence !== null) return { unread: doubtful };
	const unresolved = findUnresolved(values["scan_type"]) ?? findUnresolved(values["rule"]);
	if (unresolved !== null) return { unread: unresolved.unresolved };
	return {
		value: {
			scanType: values["scan_type"] === "ENHANCED" ? "ENHANCED" : "BASIC",
			rules: itemsIn(values["rule"])
				.map(fieldsIn)
				.map((rule) => ({
					scanFrequency: textIn(rule["scan_frequency"]) ?? "MANUAL",
					filters: itemsIn(rule["repository_filter"]).flatMap((filter) => textIn(fieldsIn(filter)["filter"]) ?? []),
				})),
		},
	};
}

function prefixesOf(resources: readonly PlannedResource[]): RepositoryFacts["pullThroughCachePrefixes"] {
	const rules = resources.filter(({ type }) => type === "aws_ecr_pull_through_cache_rule");
	const prefixes = rules.map(({ values }) => stringValue(values["ecr_repository_prefix"]));
	if (rules.some(({ existence }) => existence !== null)) return { unread: doubtful };
	const unresolved = prefixes.find(isUnresolved);
	return unresolved === undefined
		? { value: prefixes.filter((prefix) => typeof prefix === "string") }
		: { unread: unresolved.unresolved };
}

/** From `data.aws_caller_identity` in the prior state, which most configurations have; null when providers use several accounts. */
function accountIn(plan: unknown): string | null {
	const state = fieldsIn(fieldsIn(fieldsIn(plan)["prior_state"])["values"]);
	const [account = null, ...others] = new Set(accountsOf(state["root_module"]));
	return others.length === 0 ? account : null;
}

function accountsOf(module: unknown): readonly string[] {
	const { resources, child_modules: children } = fieldsIn(module);
	const identities = itemsIn(resources)
		.map(fieldsIn)
		.filter(({ type }) => type === "aws_caller_identity");
	const accounts = identities.flatMap(({ values }) => textIn(fieldsIn(values)["account_id"]) ?? []);
	return [...accounts.filter((account) => /^\d{12}$/.test(account)), ...itemsIn(children).flatMap(accountsOf)];
}
