/** A JSON object whose fields are not validated. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** The object; an empty one for anything else. */
export const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : {});

/** The items of an array; none for anything else. */
export const itemsIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The non-empty string; null for anything else. */
export const textIn = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** The strings in an array; none for anything else. */
export const textsIn = (value: unknown): readonly string[] => itemsIn(value).filter((item) => typeof item === "string");
