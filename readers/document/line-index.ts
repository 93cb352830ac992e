import type { Position } from "./source-document.ts";

/**
 * The line and column of an offset in a text; only `\n` ends a line. Lines are counted when the first position is asked for:
 * most texts are never asked.
 */
export function lineIndex(text: string): (offset: number) => Position {
	let starts: readonly number[] | undefined;
	return (offset) => {
		starts ??= lineStartsOf(text);
		const line = findLine(starts, offset);
		return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
	};
}

/** The offsets at which the lines of a text begin. */
export function lineStartsOf(text: string): readonly number[] {
	const starts = [0];
	for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
	return starts;
}

/** The last line, from 0, that starts at or before an offset. */
function findLine(starts: readonly number[], offset: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return low;
}
