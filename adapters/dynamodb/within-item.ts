import type { LedgerEntry } from "../../core/ledger.ts";
import { cut } from "../../core/text.ts";

/** Of DynamoDB's 400 KB an item; the rest is for what it counts besides texts, and for the reader of two images at once. */
const maxBytes = 300_000;

/** Texts are cut and lists shortened to these, the mildest that suffices. */
const measures = [
	{ characters: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY },
	{ characters: 4_000, items: 50 },
	{ characters: 1_000, items: 20 },
	{ characters: 250, items: 5 },
	{ characters: 60, items: 1 },
] as const;

/** Keys that would reach an object's prototype when the item is read. */
const unwanted = ["__proto__", "constructor", "prototype"];

/** The entry as it fits into an item: the same entry always leads to the same result, so that nothing seems to change. */
export function withinItem(entry: LedgerEntry): LedgerEntry {
	const { controls, about, ...rest } = entry;
	for (const { characters, items } of measures) {
		const small = {
			...rest,
			controls: shortened(controls, characters, items),
			about: shortened(about, characters, items),
		} as LedgerEntry;
		if (bytesOf(small) <= maxBytes) return small;
	}
	throw new RangeError(`the entry of ${entry.arn} does not fit into an item`);
}

function shortened(value: unknown, characters: number, items: number): unknown {
	if (typeof value === "string") return cut(value, characters);
	if (Array.isArray(value)) return value.slice(0, items).map((item) => shortened(item, characters, items));
	if (typeof value !== "object" || value === null) return value;
	const wanted = Object.entries(value).filter(([key]) => !unwanted.includes(key));
	return Object.fromEntries(wanted.map(([key, content]) => [key, shortened(content, characters, items)]));
}

/** JSON's punctuation outweighs what DynamoDB adds to names and values. */
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
