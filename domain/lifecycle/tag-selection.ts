import { globCovers } from "../../core/glob.ts";
import { type LifecycleRule, storageClassOf } from "./policy.ts";

/** The tags that a rule selects, as globs, each of which must match some tag. Empty when it does not select by tag. */
export function tagGlobsOf({ selection }: LifecycleRule): readonly string[] {
	const { tagPatternList = [], tagPrefixList = [] } = selection;
	return [...new Set([...tagPatternList, ...tagPrefixList.map((prefix) => `${prefix}*`)])];
}

/** Prefixes that no tag can begin with: in a prefix, `*` is a literal character, which tags cannot contain. */
export function wildcardPrefixesOf({ selection }: LifecycleRule): readonly string[] {
	return (selection.tagPrefixList ?? []).filter((prefix) => prefix.includes("*"));
}

/**
 * Whether a rule of higher priority selects every image that a lower one could act on. This includes rules that count: the
 * images that they keep are shielded from all lower rules. AWS accepts a rule for `any` image only as the lowest one.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html, read 2026-11-21.
 */
export function shadows(higher: LifecycleRule, lower: LifecycleRule): boolean {
	if (storageClassOf(higher) !== storageClassOf(lower) || higher.rulePriority >= lower.rulePriority) return false;
	if (higher.selection.tagStatus !== lower.selection.tagStatus) return false;
	if (wildcardPrefixesOf(higher).length > 0 || wildcardPrefixesOf(lower).length > 0) return false;
	// Different tags may match the entries of the lower list, so each entry of the higher list must cover one of them.
	const inside = tagGlobsOf(lower);
	return tagGlobsOf(higher).every((outer) => inside.some((inner) => globCovers(outer, inner)));
}
