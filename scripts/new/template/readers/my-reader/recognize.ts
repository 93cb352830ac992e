import { fieldsIn, isFields } from "../../../../../core/json.ts";

/** TODO: true only for files of this kind. */
export function looksLikeMyReader(value: unknown): boolean {
	return isFields(fieldsIn(value)["myReader"]);
}
