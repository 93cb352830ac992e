import { type PartialText, reasonOf } from "./partial-text.ts";

/** What was asked of AWS: an answer, or why there is none. "Could not look" must never turn into a pass or a fail. */
export type Reading<T> = { readonly value: T } | { readonly unread: string };

export function wasRead<T>(reading: Reading<T>): reading is { readonly value: T } {
	return "value" in reading;
}

/** A value in a file that is only known when the file is deployed (`Ref`, `${VAR}`), with the reason for people. */
export interface Unresolved {
	readonly unresolved: string;
	/** What is known of a text, for those that are never secret. */
	readonly text?: PartialText;
	/** What is known of a list of texts, in its order: an unresolved one is null. Absent when nothing is. */
	readonly known?: readonly (string | null)[];
}

export type Value<T> = T | Unresolved;

export function isUnresolved(value: unknown): value is Unresolved {
	return typeof value === "object" && value !== null && "unresolved" in value;
}

/** A text that is known as a string; of another why it is unresolved, and what is known of it. */
export function valueOfText(text: PartialText): Value<string> {
	return text.isKnown ? String(text) : { unresolved: reasonOf(text.holes), text };
}

/** What is certainly in a list of texts. */
export const certainTexts = (list: Value<readonly string[]>): readonly string[] =>
	isUnresolved(list) ? (list.known ?? []).filter((text) => text !== null) : list;

/** The half of a sentence that says why a value is missing. */
export function notKnown(value: Unresolved): string {
	return `unknown (${value.unresolved})`;
}
