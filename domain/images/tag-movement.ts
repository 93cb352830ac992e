import type { RepositoryFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";

/**
 * Whether a tag of a repository can be moved to another image; exclusion filters invert the answer for the tags that they
 * match. Null for an unrecognized mutability.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html, read 2026-11-21.
 */
export function canTagMove(
	tag: string,
	mutability: string,
	filters: RepositoryFacts["exclusionFilters"],
): boolean | null {
	const isExcluded = filters.some((filter) => globMatches(filter, tag));
	switch (mutability) {
		case "MUTABLE":
			return true;
		case "IMMUTABLE":
			return false;
		case "MUTABLE_WITH_EXCLUSION":
			return !isExcluded;
		case "IMMUTABLE_WITH_EXCLUSION":
			return isExcluded;
		default:
			return null;
	}
}
