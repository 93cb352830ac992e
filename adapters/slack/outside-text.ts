import { oneLine } from "../../core/text.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * A text from outside on one line, escaped as Slack asks for in all its texts, of at most so many characters as sent.
 * It is cut before it is escaped: no entity and no surrogate pair is ever halved.
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

/** A text amid our own markup: without the backticks that would make code of what follows. */
export const words = (text: string, most: number): string => outside(text.replaceAll("`", "'"), most);

/** A name from outside in a code span, where Slack interprets nothing: only a backtick could end it. */
export function code(name: string, most: number): string {
	return `\`${words(name, most - 2) || "?"}\``;
}

const lengthOf = (pieces: readonly string[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);
