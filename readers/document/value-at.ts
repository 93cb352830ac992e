import { isFields } from "../../core/json.ts";
import type { DocumentPath } from "./source-document.ts";

/** What a document has at a path; undefined where it has nothing of its own there. */
export const valueAt = (document: unknown, path: DocumentPath): unknown => path.reduce<unknown>(memberOf, document);

/** A field of an object, or an item of a list. */
export function memberOf(value: unknown, key: string | number): unknown {
	if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
	return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
