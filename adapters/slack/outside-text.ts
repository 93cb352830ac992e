import { oneLine } from "../../core/text.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * An untrusted string on one line, escaped as Slack requires, with a maximum number of characters after escaping.
 * Entities and surrogate pairs are never split.
 */
export function outside(text: string, most: number): string {
	const pieces = [...oneLine(text)].map((character) => entities[character] ?? character);
	if (lengthOf(pieces) <= most) return pieces.join("");
	const kept: string[] = [];
	let length = 1;
	for (const piece of pieces) {
		length += piece.length;
		if (length > most) break;
		kept.push(piece);
	}
	return `${kept.join("")}…`;
}

/** An untrusted string within our own markup: without backticks, which would turn the following text into code. */
export const words = (text: string, most: number): string => outside(text.replaceAll("`", "'"), most);

/** An untrusted name in a code span, where Slack interprets nothing and only a backtick could end the span. */
export function code(name: string, most: number): string {
	return `\`${words(name, most - 2) || "?"}\``;
}

const lengthOf = (pieces: readonly string[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);
