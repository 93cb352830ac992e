import { type PartialText, reasonOf } from "./partial-text.ts";

/** A value read from AWS, or why it could not be read. A value that could not be read must never become a pass or a fail. */
export type Reading<T> = { readonly value: T } | Unread;

export interface Unread {
	/** The reason. */
	readonly unread: string;
	/** Reading it again gives the same, unless another subject changes. */
	readonly isLasting?: true;
	/** It is not read here, whatever AWS contains: the image is in another registry. */
	readonly isByDesign?: true;
	/** No file of this kind can say it, only AWS. */
	readonly needsAws?: true;
}

export function wasRead<T>(reading: Reading<T>): reading is { readonly value: T } {
	return "value" in reading;
}

/** A value in a file that is unknown until the file is deployed (`Ref`, `${VAR}`); `unresolved` is the reason. */
export interface Unresolved {
	readonly unresolved: string;
	/** The known parts of a text; only for texts that are never secret. */
	readonly text?: PartialText;
	/** The known items of a list of texts, in order; an unresolved item is null. Absent if no item is known. */
	readonly known?: readonly (string | null)[];
	/** It has a value, if an empty one: `Ref` of a parameter, but not `Fn::If`. */
	readonly isSet?: true;
}

export type Value<T> = T | Unresolved;

export function isUnresolved(value: unknown): value is Unresolved {
	return typeof value === "object" && value !== null && "unresolved" in value;
}

/** A text without holes as a string; otherwise why it is unresolved, with its known parts. */
export function valueOfText(text: PartialText): Value<string> {
	return text.isKnown ? String(text) : { unresolved: reasonOf(text.holes), text };
}

/** The known items of a list of texts. */
export const certainTexts = (list: Value<readonly string[]>): readonly string[] =>
	isUnresolved(list) ? (list.known ?? []).filter((text) => text !== null) : list;

/** `unknown (why)`, to complete a sentence about the value. */
export function formatUnknown(value: Unresolved): string {
	return `unknown (${value.unresolved})`;
}
