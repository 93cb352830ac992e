import type { RepositoryFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";

/**
 * Whether one tag of a repository can be moved to another image: filters turn the answer for all tags round. Null for a
 * mutability that is not known here.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html, read 2026-11-21.
 */
export function canMove(tag: string, mutability: string, filters: RepositoryFacts["exclusionFilters"]): boolean | null {
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
