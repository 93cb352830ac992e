import { isFields } from "../../core/json.ts";
import type { DocumentPath } from "./source-document.ts";

/** The value of a document at a path; undefined when there is no own property there. */
export const valueAt = (document: unknown, path: DocumentPath): unknown => path.reduce<unknown>(memberOf, document);

/** A property of an object, or an item of an array. */
export function memberOf(value: unknown, key: string | number): unknown {
	if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
	return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
