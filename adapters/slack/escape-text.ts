import type { AccountRegion } from "../../core/subject.ts";
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

const withoutBackticks = (text: string): string => text.replaceAll("`", "'");

/** Pairs that Slack takes for formatting, and codes of emoji; not those within a word, as in `web_api` or an ARN. */
const pairs = /(?<![\p{L}\p{N}])([*_~])(?=\S)([^*_~]*)(?<=\S)\1(?![\p{L}\p{N}])/gu;
const emoji = /(?<![\p{L}\p{N}:]):([\w+'-]+):(?![\p{L}\p{N}:])/gu;
const lookalikes: Readonly<Record<string, string>> = { "*": "∗", _: "ˍ", "~": "∼" };

/** Slack has no escapes for its markup, so what would be formatting is replaced by characters that look alike. */
export function withoutMarkup(text: string): string {
	const likeness = (mark: string): string => lookalikes[mark] ?? mark;
	let [before, after] = ["", withoutBackticks(text)];
	// A pair may stand in another one.
	while (before !== after) {
		before = after;
		after = before.replace(pairs, (_, mark, inner) => `${likeness(mark)}${inner}${likeness(mark)}`);
	}
	return after.replace(emoji, "꞉$1꞉");
}

/** An untrusted string within our own markup. */
export const escapeInline = (text: string, maxLength: number): string => escapeText(withoutMarkup(text), maxLength);

/** An untrusted name in a code span, where Slack interprets nothing and only a backtick could end the span. */
export function formatCode(name: string, maxLength: number): string {
	return `\`${escapeText(withoutBackticks(name), maxLength - 2) || "?"}\``;
}

const lengthOf = (pieces: readonly string[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);

/** A link with an untrusted text; only the text, as code, if there is no address. `url`: percent-encoded. */
export function formatLink(url: string | null, text: string, maxLength: number): string {
	if (url === null) return formatCode(text, maxLength);
	return `<${url}|${escapeInline(text.replaceAll("|", "/"), maxLength) || "?"}>`;
}

/** `account 111122223333, eu-west-1`. What is in a file has neither. */
export function formatPlace({ account, region }: Pick<AccountRegion, "account" | "region">): string {
	const owner = account === "" ? "no account" : `account ${escapeInline(account, 20)}`;
	return `${owner}, ${region === "" ? "no Region" : escapeInline(region, 30)}`;
}

/** The text for notifications: as many complete lines as fit, then `last`. */
export function joinLines(lines: readonly string[], last: string, maxLength: number): string {
	const room = maxLength - last.length - "\n…\n".length;
	let text = "";
	for (const line of lines) {
		const longer = text === "" ? line : `${text}\n${line}`;
		if (longer.length > room) return `${text}\n…\n${last}`;
		text = longer;
	}
	return `${text}\n${last}`;
}

/** A time of the ledger (ISO 8601, UTC) to the second: `2026-11-21 13:00:00 UTC`. */
export const formatTime = (time: string): string => escapeInline(time.replace("T", " ").replace(/\.\d+Z$/, " UTC"), 40);
