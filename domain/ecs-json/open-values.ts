import { PartialText } from "../../core/partial-text.ts";
import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";

/** A value that a reader of files left open; nothing else passes for one, whatever a document holds. */
export function openIn(value: unknown): Unresolved | null {
	if (!isUnresolved(value) || typeof value.unresolved !== "string") return null;
	return value.text === undefined || value.text instanceof PartialText ? value : { unresolved: value.unresolved };
}

/** What a value says, unless it is open. */
export function unlessOpen<T>(value: unknown, read: (value: unknown) => T): T | Unresolved {
	return openIn(value) ?? read(value);
}

/** The items of a list, each read by itself; none where there is no list. */
export function listUnlessOpen<T>(list: unknown, read: (item: unknown, index: number) => T): Value<readonly T[]> {
	return unlessOpen(list, (known) => (Array.isArray(known) ? known.map(read) : []));
}

/** The texts of a list; open as soon as one of them is, with what is known of the others. */
export function textsUnlessOpen(list: unknown): Value<readonly string[]> {
	return unlessOpen<Value<readonly string[]>>(list, (known) => {
		const items: readonly unknown[] = Array.isArray(known) ? known : [];
		const texts = items.flatMap((item) => openIn(item) ?? writtenText(item) ?? []);
		const [open] = texts.flatMap((item) => openIn(item) ?? []);
		if (open === undefined) return texts.filter((item) => typeof item === "string");
		return { unresolved: open.unresolved, known: texts.map((item) => (typeof item === "string" ? item : null)) };
	});
}

/** A text of at least one character; YAML takes many a text for a number or a truth. Null for everything else. */
export function writtenText(value: unknown): string | null {
	const written = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
	return typeof written === "string" && written !== "" ? written : null;
}

export const textUnlessOpen = (value: unknown): Value<string | null> => unlessOpen(value, writtenText);

/** The API takes nothing but true and false here: a text is as good as nothing, and nothing means false. */
export const booleanUnlessOpen = (value: unknown): Value<boolean | null> =>
	unlessOpen(value, (known) => (typeof known === "boolean" ? known : null));
