import type { Value } from "../../core/reading.ts";

/**
 * The words that a container starts with: its entry point's, then its command's; none where its image decides. `open` says why
 * some of them are unknown; what is known of the others still counts.
 */
export function startWordsOf(words: readonly string[], why?: string): Value<readonly string[]> {
	const nonBlank = words.filter((word) => word.trim() !== "");
	return nonBlank.length === 0 && why !== undefined ? { unresolved: why } : nonBlank;
}
