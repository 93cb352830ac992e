/** The first `max` code points of a text, the last one an ellipsis if the text is longer. Does not split surrogate pairs. */
export function truncate(text: string, max: number): string {
	if (text.length <= max) return text;
	const points = [...text];
	return points.length <= max ? text : `${points.slice(0, max - 1).join("")}…`;
}

const invisibleCharacters =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern removes control characters
	/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+/gu;

/**
 * Untrusted text on one line: control characters, line breaks and the characters that reverse or hide text become spaces,
 * lone surrogates become the replacement character.
 */
export function toSingleLine(text: string): string {
	return text.toWellFormed().replace(invisibleCharacters, " ").trim();
}

/** `a, b, c and 4 more`. */
export function formatList(items: readonly string[], max = 5): string {
	const text = items.slice(0, max).join(", ");
	return items.length > max ? `${text} and ${items.length - max} more` : text;
}

/** A path, a name or another short untrusted text, on one line and shortened for a message. */
export const formatForDisplay = (text: string): string => truncate(toSingleLine(text), 200);

/** `1 subject`, `2 subjects`. */
export const formatCount = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** `2026-11-21 11:05 UTC`, of an ISO 8601 time in UTC. */
export const formatMinute = (time: string): string =>
	`${time.slice(0, "2026-11-21T11:05".length).replace("T", " ")} UTC`;
