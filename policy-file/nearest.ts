/** The candidate that was most likely meant: the word is its last path segment, or differs by a few letters. Null if none is near. */
export function findNearest(word: string, candidates: readonly string[]): string | null {
	const shortened = candidates.find((candidate) => candidate.endsWith(`/${word}`));
	if (shortened !== undefined) return shortened;
	// A longer word is not a typing mistake, and the table below grows with its length.
	if (word.length > 100) return null;
	const ranked = candidates
		.map((candidate) => ({ candidate, edits: editsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
		.sort((a, b) => a.edits - b.edits);
	const [best] = ranked;
	return best !== undefined && best.edits <= Math.max(2, Math.floor(word.length / 4)) ? best.candidate : null;
}

/** Insertions, deletions and replacements that lead from one text to the other (Levenshtein). */
function editsBetween(from: string, to: string): number {
	let row = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let i = 1; i <= from.length; i++) {
		const next = [i];
		for (let j = 1; j <= to.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[to.length] ?? 0;
}
