import type { Value } from "../../core/reading.ts";

/**
 * The words that a container starts with: its entry point's, then its command's; none where its image decides. `open` says why
 * some of them are unknown; what is known of the others still counts.
 */
export function startWordsOf(words: readonly string[], open?: string): Value<readonly string[]> {
	const said = words.filter((word) => word.trim() !== "");
	return said.length === 0 && open !== undefined ? { unresolved: open } : said;
}
