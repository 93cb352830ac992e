import { textIn } from "../../core/json.ts";
import { asUnresolved } from "../../domain/ecs-json/values.ts";
import type { PlannedResource } from "./plan.ts";

/**
 * The resources of `candidates` that an attribute of another refers to. When the plan knows the value: those that it names or, when several
 * providers have one, those that its expression refers to, or else its provider's. Without a value: those that its expression refers
 * to; instances of `for_each` are matched by key. Empty when it refers to none of them, "unknown" when that cannot be determined.
 */
export function findReferencedResources(
	from: PlannedResource,
	attribute: string,
	candidates: readonly PlannedResource[],
	isNamed: (candidate: PlannedResource, value: string) => boolean,
): readonly PlannedResource[] | "unknown" {
	const references = from.references([attribute]);
	const isReferenced = ({ module, type, name }: PlannedResource) =>
		module === from.module && references.includes(`${type}.${name}`);
	const value = from.values[attribute];
	if (asUnresolved(value) === null) {
		const text = textIn(value);
		const named = text === null ? [] : candidates.filter((candidate) => isNamed(candidate, text));
		const both = named.filter(isReferenced);
		return both.length > 0 ? both : named.filter((candidate) => mayShareRegistry(candidate, from));
	}
	const referenced = candidates.filter(isReferenced);
	if (referenced.length === 0) return "unknown";
	const sameInstance = referenced.filter(({ index }) => index === from.index);
	return sameInstance.length > 0 ? sameInstance : referenced.length === 1 ? referenced : "unknown";
}

/** Whether both may be in one account and Region: their providers and Regions are not known to differ. */
function mayShareRegistry(one: PlannedResource, other: PlannedResource): boolean {
	const [region, otherRegion] = [textIn(one.values["region"]), textIn(other.values["region"])];
	if (region !== null && otherRegion !== null && region !== otherRegion) return false;
	const [provider, otherProvider] = [one.provider, other.provider];
	if (provider === null || otherProvider === null || provider === otherProvider) return true;
	return isInModule(provider) || isInModule(otherProvider);
}

/** A module has its own names for providers, which the plan does not map to the outer ones. */
const isInModule = (provider: string): boolean => provider.includes(":");
