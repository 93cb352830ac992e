import { globCovers } from "../../core/glob.ts";
import { type LifecycleRule, storageClassOf } from "./policy.ts";

/** What a rule asks of an image's tags, as globs: every one must match some tag. Empty when it does not select by tag. */
export function tagGlobsOf({ selection }: LifecycleRule): readonly string[] {
	const { tagPatternList = [], tagPrefixList = [] } = selection;
	return [...new Set([...tagPatternList, ...tagPrefixList.map((prefix) => `${prefix}*`)])];
}

/** Prefixes that no tag begins with: in a prefix a `*` stands for itself, and no tag has one. */
export function deadPrefixesOf({ selection }: LifecycleRule): readonly string[] {
	return (selection.tagPrefixList ?? []).filter((prefix) => prefix.includes("*"));
}

/**
 * Whether a rule of higher priority takes every image that a lower one could act on. Also a count rule does: what it keeps
 * is shielded from all rules below. A rule for `any` image has none below it in a policy that AWS takes.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html, read 2026-11-21.
 */
export function shadows(higher: LifecycleRule, lower: LifecycleRule): boolean {
	if (storageClassOf(higher) !== storageClassOf(lower) || higher.rulePriority >= lower.rulePriority) return false;
	if (higher.selection.tagStatus !== lower.selection.tagStatus) return false;
	if (deadPrefixesOf(higher).length > 0 || deadPrefixesOf(lower).length > 0) return false;
	// Another tag may meet each entry of the lower list: only an entry that covers one of them is always met.
	const inside = tagGlobsOf(lower);
	return tagGlobsOf(higher).every((outer) => inside.some((inner) => globCovers(outer, inner)));
}
