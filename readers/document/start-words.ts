import type { Value } from "../../core/reading.ts";

/**
 * The words that a container starts with: its entry point's, then its command's; none when its image decides. `why` is the reason
 * that some of them are unknown; the known ones still count.
 */
export function startWordsOf(words: readonly string[], why?: string): Value<readonly string[]> {
	const nonBlank = words.filter((word) => word.trim() !== "");
	return nonBlank.length === 0 && why !== undefined ? { unresolved: why } : nonBlank;
}

/** The words of a health check without the word that says how it is run; null when it runs nothing. */
export function healthCheckWords(words: Value<readonly string[]>): Value<readonly string[]> | null {
	if ("unresolved" in words) return words;
	const [first, ...others] = words;
	if (first === "CMD" || first === "CMD-SHELL") return others;
	return first === undefined || first === "NONE" ? null : words;
}
