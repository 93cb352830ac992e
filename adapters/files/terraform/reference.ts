import { openIn } from "../../ecs/open-values.ts";
import { textIn } from "../../json.ts";
import type { Planned } from "./plan.ts";

/**
 * The resource of `candidates` that an attribute of another is about: by the value that the plan knows, else by what its expression
 * refers to; instances of `for_each` belong to each other by their key. Null when it is about none of them, "open" when nobody
 * can say.
 */
export function referred(
	from: Planned,
	attribute: string,
	candidates: readonly Planned[],
	isNamed: (candidate: Planned, value: string) => boolean,
): readonly Planned[] | "open" {
	const value = from.values[attribute];
	if (openIn(value) === null) {
		const text = textIn(value);
		return text === null ? [] : candidates.filter((candidate) => isNamed(candidate, text));
	}
	const references = from.references(attribute);
	const meant = candidates.filter(
		({ module, type, name }) => module === from.module && references.includes(`${type}.${name}`),
	);
	const [first] = meant;
	if (first === undefined) return "open";
	const twins = meant.filter(({ index }) => index === from.index);
	return twins.length > 0 ? twins : meant.length === 1 ? meant : "open";
}
