/** A JSON object whose fields nobody has vouched for. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** The object, or one without fields. */
export const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : {});

/** The items of a list; none when it is no list. */
export const itemsIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text of at least one character; null for everything else. */
export const textIn = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** The texts of a list. */
export const textsIn = (value: unknown): readonly string[] => itemsIn(value).filter((item) => typeof item === "string");
