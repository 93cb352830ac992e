/** The first `most` code points of a text, the last one an ellipsis when something was cut: surrogate pairs stay whole. */
export function cut(text: string, most: number): string {
	if (text.length <= most) return text;
	const points = [...text];
	return points.length <= most ? text : `${points.slice(0, most - 1).join("")}…`;
}

const hidden =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
	/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

/**
 * A text from outside on one line: control characters, line breaks and the marks that reverse or hide
 * text become spaces, lone surrogates become the replacement character.
 */
export function oneLine(text: string): string {
	return text.toWellFormed().replace(hidden, " ").trim();
}

/** `a, b, c and 4 more`. */
export function formatList(items: readonly string[], most = 5): string {
	const shown = items.slice(0, most);
	return items.length > most ? `${shown.join(", ")} and ${items.length - most} more` : shown.join(", ");
}

/** A path, a name or another short text from outside, fit for a message. */
export const shown = (text: string): string => cut(oneLine(text), 200);

/** The words of a text, between blanks and line ends. */
export const wordSet = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));
