import type { RepositoryFacts } from "../../core/facts.ts";
import { globCovers } from "../../core/glob.ts";
import { isUnresolved } from "../../core/reading.ts";
import { globsOverlap } from "../globs-overlap.ts";
import { globOf } from "../possible-texts.ts";

/**
 * Whether a tag of a repository can be moved to another image; exclusion filters invert the answer for the tags that they
 * match. `tag`: a glob of all tags that it may turn out to be. Null for an unrecognized mutability, and if it depends on something
 * unknown.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html, read 2026-11-21.
 */
export function canTagMove(
	tag: string,
	mutability: string,
	filters: RepositoryFacts["exclusionFilters"],
): boolean | null {
	const isExcluded = isTagExcluded(tag, filters);
	switch (mutability) {
		case "MUTABLE":
			return true;
		case "IMMUTABLE":
			return false;
		case "MUTABLE_WITH_EXCLUSION":
			return isExcluded === null ? null : !isExcluded;
		case "IMMUTABLE_WITH_EXCLUSION":
			return isExcluded;
		default:
			return null;
	}
}

function isTagExcluded(tag: string, filters: RepositoryFacts["exclusionFilters"]): boolean | null {
	if (isUnresolved(filters)) return null;
	if (filters.some((filter) => !isUnresolved(filter) && globCovers(filter, tag))) return true;
	const mayMatch = filters.some((filter) =>
		isUnresolved(filter)
			? filter.text === undefined || globsOverlap(globOf(filter.text), tag)
			: globsOverlap(filter, tag),
	);
	return mayMatch ? null : false;
}
