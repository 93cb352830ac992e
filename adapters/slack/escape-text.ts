import { toSingleLine } from "../../core/text.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * An untrusted string on one line, escaped as Slack requires, with a maximum number of characters after escaping.
 * Entities and surrogate pairs are never split.
 */
export function escapeText(text: string, maxLength: number): string {
	const pieces = [...toSingleLine(text)].map((character) => entities[character] ?? character);
	if (lengthOf(pieces) <= maxLength) return pieces.join("");
	const kept: string[] = [];
	let length = 1;
	for (const piece of pieces) {
		length += piece.length;
		if (length > maxLength) break;
		kept.push(piece);
	}
	return `${kept.join("")}…`;
}

/** An untrusted string within our own markup: without backticks, which would turn the following text into code. */
export const escapeInline = (text: string, maxLength: number): string =>
	escapeText(text.replaceAll("`", "'"), maxLength);

/** An untrusted name in a code span, where Slack interprets nothing and only a backtick could end the span. */
export function formatCode(name: string, maxLength: number): string {
	return `\`${escapeInline(name, maxLength - 2) || "?"}\``;
}

const lengthOf = (pieces: readonly string[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);
