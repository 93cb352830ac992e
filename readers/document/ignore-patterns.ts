import ignore, { type Ignore } from "ignore";
import { isUsablePattern, maxLength } from "./usable-pattern.ts";

const maxPatterns = 10_000;

/** What patterns say of a path; null when they say nothing. */
export type Decision = "left out" | "kept" | null;

/**
 * Compares paths with patterns as Git does. `path`: relative to the folder of the patterns, with slashes, and one at the end of a folder.
 * Patterns that are not usable leave nothing out.
 */
export function patternMatcher(patterns: readonly string[]): (path: string) => Decision {
	const rules = ignore({ allowRelativePaths: true });
	for (const pattern of patterns.slice(0, maxPatterns)) if (isUsablePattern(pattern)) addSafely(rules, pattern);
	return (path) => {
		if (path.length > maxLength) return null;
		const { ignored, unignored } = rules.test(path);
		return ignored ? "left out" : unignored ? "kept" : null;
	};
}

/** A pattern that is no regular expression in the end is passed over. */
function addSafely(rules: Ignore, pattern: string): void {
	try {
		ignore({ allowRelativePaths: true }).add(pattern).test("x");
		rules.add(pattern);
	} catch {
		// It leaves nothing out.
	}
}
