import { textIn } from "../../core/json.ts";
import { asUnresolved } from "../../domain/ecs-json/values.ts";
import type { Planned } from "./plan.ts";

/**
 * The resources of `candidates` that an attribute of another is about: those of the value that the plan knows and, where several
 * providers have one of it, those that its expression refers to or else its provider's; without a value what its expression refers
 * to; instances of `for_each` belong to each other by their key. None when it is about none of them, "open" when nobody can say.
 */
export function referred(
	from: Planned,
	attribute: string,
	candidates: readonly Planned[],
	isNamed: (candidate: Planned, value: string) => boolean,
): readonly Planned[] | "open" {
	const references = from.references([attribute]);
	const isMeant = ({ module, type, name }: Planned) => module === from.module && references.includes(`${type}.${name}`);
	const value = from.values[attribute];
	if (asUnresolved(value) === null) {
		const text = textIn(value);
		const named = text === null ? [] : candidates.filter((candidate) => isNamed(candidate, text));
		const both = named.filter(isMeant);
		return both.length > 0 ? both : named.filter((candidate) => mayBeBeside(candidate, from));
	}
	const meant = candidates.filter(isMeant);
	if (meant.length === 0) return "open";
	const twins = meant.filter(({ index }) => index === from.index);
	return twins.length > 0 ? twins : meant.length === 1 ? meant : "open";
}

/** Whether both may be in one account and region: nothing says that they have different providers or regions. */
function mayBeBeside(one: Planned, other: Planned): boolean {
	const [region, otherRegion] = [textIn(one.values["region"]), textIn(other.values["region"])];
	if (region !== null && otherRegion !== null && region !== otherRegion) return false;
	const [provider, otherProvider] = [one.provider, other.provider];
	if (provider === null || otherProvider === null || provider === otherProvider) return true;
	return isOfModule(provider) || isOfModule(otherProvider);
}

/** Within a module a provider has a name of its own: what it is called outside does not show. */
const isOfModule = (provider: string): boolean => provider.includes(":");
