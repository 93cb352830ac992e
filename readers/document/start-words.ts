import type { Value } from "../../core/reading.ts";

/**
 * The words that a container starts with: its entry point's, then its command's; none when its image decides. `why` is the reason
 * that some of them are unknown; the known ones still count.
 */
export function startWordsOf(words: readonly string[], why?: string): Value<readonly string[]> {
	const nonBlank = words.filter((word) => word.trim() !== "");
	return nonBlank.length === 0 && why !== undefined ? { unresolved: why } : nonBlank;
}
