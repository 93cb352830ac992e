import { PartialText } from "../../core/partial-text.ts";
import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";

/** The value as an `Unresolved` if a reader marked it as such; null for any other value, whatever the document contains. */
export function asUnresolved(value: unknown): Unresolved | null {
	if (!isUnresolved(value) || typeof value.unresolved !== "string") return null;
	return value.text === undefined || value.text instanceof PartialText ? value : { unresolved: value.unresolved };
}

/** Why a value is unresolved, for another one that depends on it: nothing else is known of that. */
export const becauseOf = ({ unresolved }: Unresolved): Unresolved => ({ unresolved });

/** The reason of an unresolved value, for its parts; null for any other value. */
export function openPart(value: unknown): Unresolved | null {
	const open = asUnresolved(value);
	return open === null ? null : becauseOf(open);
}

/** Reads a value unless it is unresolved. */
export function readUnlessUnresolved<T>(value: unknown, read: (value: unknown) => T): T | Unresolved {
	return asUnresolved(value) ?? read(value);
}

/** The first unresolved part of a value. */
export function findUnresolved(value: unknown): Unresolved | null {
	const unresolved = asUnresolved(value);
	if (unresolved !== null || typeof value !== "object" || value === null) return unresolved;
	for (const part of Object.values(value)) {
		const found = findUnresolved(part);
		if (found !== null) return found;
	}
	return null;
}

/** The items of a list, each read by itself; empty where there is no list. */
export function listValue<T>(list: unknown, read: (item: unknown, index: number) => T): Value<readonly T[]> {
	return readUnlessUnresolved(list, (known) => (Array.isArray(known) ? known.map(read) : []));
}

/** The strings of a list; unresolved as soon as one of them is, with the known ones kept. */
export function stringListValue(list: unknown): Value<readonly string[]> {
	return readUnlessUnresolved<Value<readonly string[]>>(list, (known) => {
		const items: readonly unknown[] = Array.isArray(known) ? known : [];
		const texts = items.flatMap((item) => asUnresolved(item) ?? nonEmptyString(item) ?? []);
		const [open] = texts.flatMap((item) => asUnresolved(item) ?? []);
		if (open === undefined) return texts.filter((item) => typeof item === "string");
		return {
			unresolved: open.unresolved,
			known: texts.map((item) => (typeof item === "string" ? item : null)),
		};
	});
}

/** A non-empty string, or null. Numbers and booleans count as strings, because YAML parses unquoted strings as such. */
export function nonEmptyString(value: unknown): string | null {
	const written = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
	return typeof written === "string" && written !== "" ? written : null;
}

export const stringValue = (value: unknown): Value<string | null> => readUnlessUnresolved(value, nonEmptyString);

/** The API accepts only true and false; any other value is null. */
export const booleanValue = (value: unknown): Value<boolean | null> =>
	readUnlessUnresolved(value, (known) => (typeof known === "boolean" ? known : null));
