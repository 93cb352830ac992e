import type { Value } from "../../core/reading.ts";
import { cut, listed } from "../../core/text.ts";

/** A place in a text that is filled in only when it is used. */
export interface Open {
	/** For people: `${TAG}`. */
	readonly shown: string;
	/** Why it is open, a clause: `${TAG} has no value`. */
	readonly why: string;
}

/** A text with places that are still open. */
export type Template = readonly (string | Open)[];

export const openings = (template: Template): readonly Open[] => template.filter((piece) => typeof piece !== "string");

/** The text with its open places as they are shown. */
export const written = (template: Template): string =>
	template.map((piece) => (typeof piece === "string" ? piece : piece.shown)).join("");

/** The text; with open places why it is not known, and what is known of it. */
export function known(template: Template): Value<string> {
	const open = openings(template);
	if (open.length === 0) return template.join("");
	return { unresolved: reasonFor(open), text: written(template) };
}

export const reasonFor = (open: readonly Open[]): string => listed([...new Set(open.map(({ why }) => why))], 3);

/** A variable that nothing in the files gives a value to. */
export const unsetVariable = (name: string): Open => {
	const written = `\${${cut(name, 60)}}`;
	return { shown: written, why: `${written} has no value` };
};

/** The parts between the separators that are written; an open place is never taken apart. At most `most` parts. */
export function splitAt(template: Template, separator: string, most = Number.POSITIVE_INFINITY): readonly Template[] {
	const parts: (string | Open)[][] = [[]];
	for (const piece of template) {
		if (typeof piece !== "string") {
			parts.at(-1)?.push(piece);
			continue;
		}
		const [first = "", ...others] = piece.split(separator);
		parts.at(-1)?.push(first);
		for (const other of others) {
			if (parts.length < most) parts.push([other]);
			else parts.at(-1)?.push(separator, other);
		}
	}
	return parts.map((part) => merged(part));
}

/** What is written before the first open place. */
export function literalStart(template: Template): string {
	const end = template.findIndex((piece) => typeof piece !== "string");
	return template.slice(0, end === -1 ? undefined : end).join("");
}

/** Neighbouring texts as one, empty ones left out: the same text has one form. */
export function merged(template: Template): Template {
	const pieces: (string | Open)[] = [];
	for (const piece of template) {
		const last = pieces.at(-1);
		if (piece === "") continue;
		if (typeof piece === "string" && typeof last === "string") pieces[pieces.length - 1] = last + piece;
		else pieces.push(piece);
	}
	return pieces;
}
