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

/** Why a list or mapping is not replaced. */
export const singleValue = "a single value is required there; write it instead of the list or mapping";

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

/** Throws NotEditableError where a mapping is a function of a template, written in its long form: `{"Fn::If": […]}`, `{"Ref": "X"}`. */
export function rejectFunction(keys: readonly unknown[]): void {
	const [key, ...others] = keys;
	if (typeof key !== "string" || others.length > 0 || !/^(?:Ref|Condition|Fn::\w+)$/.test(key)) return;
	throw new NotEditableError(
		`its value depends on the function ${key}; write the value without the function, or fix what the function refers to`,
	);
}
