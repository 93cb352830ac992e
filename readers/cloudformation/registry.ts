import type { RepositoryFacts, ScanningFacts } from "../../core/facts.ts";
import { fieldsIn, itemsIn } from "../../core/json.ts";
import type { Reading, Value } from "../../core/reading.ts";
import { isPartial, scalarText, type TemplateText, unresolved } from "../../domain/cloudformation/template-text.ts";
import { type RegistryScanning, scanningByRegistry } from "../../domain/repositories/registry-scanning.ts";
import type { Resource, Scope } from "./scope.ts";

/** The resolved properties of the existing resources of a type. */
function* resourcesOf(type: Resource["type"], scope: Scope): Generator<unknown> {
	for (const resource of scope.template.resources.values()) {
		if (resource.type !== type) continue;
		if (resource.condition !== null && scope.holds(resource.condition) === false) continue;
		yield scope.valueOf(resource.properties);
	}
}

/** Prefixes of the template's AWS::ECR::PullThroughCacheRule resources. */
export function pullThroughCachePrefixes(scope: Scope): RepositoryFacts["pullThroughCachePrefixes"] {
	const prefixes: string[] = [];
	for (const rule of resourcesOf("AWS::ECR::PullThroughCacheRule", scope)) {
		const prefix = isPartial(rule) ? rule : fieldsIn(rule)["EcrRepositoryPrefix"];
		if (isPartial(prefix)) return { unread: unresolved(prefix).unresolved };
		const text = scalarText(prefix);
		if (text !== null) prefixes.push(text);
	}
	return { value: prefixes };
}

/** How the registry scanning configuration of the template, if any, applies to a repository. */
export function scanningOf(name: Value<string>, own: Value<boolean>, scope: Scope): Reading<ScanningFacts> {
	for (const properties of resourcesOf("AWS::ECR::RegistryScanningConfiguration", scope)) {
		const configuration = configurationIn(properties);
		if (isPartial(configuration)) return { unread: unresolved(configuration).unresolved };
		return scanningByRegistry(configuration, name, own);
	}
	return { unread: "the template has no registry scanning configuration" };
}

function configurationIn(properties: unknown): RegistryScanning | TemplateText {
	const { ScanType: type, Rules: rules } = fieldsIn(properties);
	const found: RegistryScanning["rules"][number][] = [];
	for (const part of [properties, type, rules]) if (isPartial(part)) return part;
	for (const rule of itemsIn(rules)) {
		const { ScanFrequency: frequency, RepositoryFilters: filters } = fieldsIn(rule);
		const texts = itemsIn(filters).map((filter) => (isPartial(filter) ? filter : fieldsIn(filter)["Filter"]));
		for (const part of [rule, frequency, filters, ...texts]) if (isPartial(part)) return part;
		found.push({
			scanFrequency: scalarText(frequency) ?? "MANUAL",
			filters: texts.flatMap((text) => scalarText(text) ?? []),
		});
	}
	return { scanType: type === "ENHANCED" ? "ENHANCED" : "BASIC", rules: found };
}
