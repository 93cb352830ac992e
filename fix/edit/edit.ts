import type { DocumentPath } from "../../readers/document/source-document.ts";

export type PlainValue = string | number | boolean | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/**
 * One change to a JSON or YAML text. `set` replaces the value at a path, or adds the key at the end of its mapping; `append`
 * adds an item to the list at a path. Mappings and lists that are missing along the path are created.
 */
export interface Edit {
	readonly kind: "set" | "append";
	readonly path: DocumentPath;
	readonly value: PlainValue;
}

/** Thrown when a text cannot be changed without guessing; the message is a clause for the user. */
export class NotEditableError extends Error {
	override readonly name = "NotEditableError";
	/** The edits that cannot be made, each with its reason. */
	readonly failed: ReadonlyMap<Edit, string>;

	constructor(message: string, failed: ReadonlyMap<Edit, string> = new Map()) {
		super(message);
		this.failed = failed;
	}
}

/** The value to write at the first missing part of a path, so that the whole path exists. */
export function wrapInPath(rest: DocumentPath, { kind, value }: Pick<Edit, "kind" | "value">): PlainValue {
	return rest.reduceRight<PlainValue>(
		(inner, key) => {
			if (typeof key === "number") throw new NotEditableError(`the list has no item ${key}`);
			return { [key]: inner };
		},
		kind === "append" ? [value] : value,
	);
}
