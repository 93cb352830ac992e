import { globCovers } from "../../core/glob.ts";
import { formatForDisplay } from "../../core/text.ts";
import { type LifecycleRule, storageClassOf } from "./policy.ts";

/** The tags that a rule selects, as globs, each of which must match some tag. Empty when it does not select by tag. */
export function tagGlobsOf({ selection }: LifecycleRule): readonly string[] {
	const { tagPatternList = [], tagPrefixList = [] } = selection;
	return [...new Set([...tagPatternList, ...tagPrefixList.map((prefix) => `${prefix}*`)])];
}

/** What a tag can be; https://docs.docker.com/reference/cli/docker/image/tag/, read 2026-11-21. */
const tagForm = /^\w[\w.-]{0,127}$/;

/** An entry of a rule that no tag can match; `why` completes a sentence that begins with the rule. */
interface DeadEntry {
	readonly entry: string;
	readonly why: string;
	/** It has a `*`, which in a prefix is a literal character, and no tag can contain that. */
	readonly isWildcard: boolean;
}

/** The entries of a rule that no tag can match. */
export function deadEntriesOf({ selection }: LifecycleRule): readonly DeadEntry[] {
	const { tagPatternList = [], tagPrefixList = [] } = selection;
	const prefixes = tagPrefixList.map((entry) => {
		const why = entry.includes("*") ? "* is no wildcard in tagPrefixList" : noTag("begin with", entry, entry);
		return { entry, why, isWildcard: entry.includes("*") };
	});
	const patterns = tagPatternList.map((entry) => {
		const literal = entry.replaceAll("*", "");
		const shortest = entry.startsWith("*") && /^[.-]/.test(literal) ? `_${literal}` : literal;
		return { entry, why: noTag("match", entry, shortest), isWildcard: false };
	});
	return [...prefixes, ...patterns].flatMap(({ why, ...one }) => (why === null ? [] : { ...one, why }));
}

/** `shortest`: the shortest tag that an entry would select, empty if that is any. Null if it is a tag. */
function noTag(verb: string, entry: string, shortest: string): string | null {
	if (shortest === "" || tagForm.test(shortest)) return null;
	const form = /^[.-]/.test(shortest)
		? "a tag begins with a letter, a digit or _"
		: /^[\w.-]+$/.test(shortest)
			? "a tag has at most 128 characters"
			: "a tag consists of letters, digits, _, . and -";
	return `no tag can ${verb} ${formatForDisplay(entry)} (${form})`;
}

/**
 * Whether a rule of higher priority selects every image that a lower one could act on. This includes rules that count: the
 * images that they keep are shielded from all lower rules. AWS accepts a rule for `any` image only as the lowest one.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html, read 2026-11-21.
 */
export function shadows(higher: LifecycleRule, lower: LifecycleRule): boolean {
	if (storageClassOf(higher) !== storageClassOf(lower) || higher.rulePriority >= lower.rulePriority) return false;
	if (higher.selection.tagStatus !== lower.selection.tagStatus) return false;
	if (deadEntriesOf(higher).length > 0 || deadEntriesOf(lower).length > 0) return false;
	// Different tags may match the entries of the lower list, so each entry of the higher list must cover one of them.
	const inside = tagGlobsOf(lower);
	return tagGlobsOf(higher).every((outer) => inside.some((inner) => globCovers(outer, inner)));
}
