import type { DocumentPath } from "../../readers/document/source-document.ts";

export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * One change to a JSON or YAML text. `set` replaces what is at a path, or writes it as the last key of its mapping;
 * `append` adds an item to the list at a path. Mappings and lists that are missing on the way are written.
 */
export interface Edit {
	readonly kind: "set" | "append";
	readonly path: DocumentPath;
	readonly value: Plain;
}

/** A text that cannot be changed there without a guess; the message is a clause for people. */
export class NotEditableError extends Error {
	override readonly name = "NotEditableError";
	/** Of several changes, those that cannot be made, each with its reason. */
	readonly failed: ReadonlyMap<Edit, string>;

	constructor(message: string, failed: ReadonlyMap<Edit, string> = new Map()) {
		super(message);
		this.failed = failed;
	}
}

/** What has to be written at the first missing part of a path, so that all of it is there. */
export function wrapped(rest: DocumentPath, { kind, value }: Pick<Edit, "kind" | "value">): Plain {
	return rest.reduceRight<Plain>(
		(inner, key) => {
			if (typeof key === "number") throw new NotEditableError(`there is no item ${key}`);
			return { [key]: inner };
		},
		kind === "append" ? [value] : value,
	);
}
