import type { LedgerEntry } from "../../core/ledger.ts";
import { truncate } from "../../core/text.ts";

/** Less than DynamoDB's 400 KB per item, because DynamoDB counts more than the strings and stream readers receive two images at once. */
const maxBytes = 300_000;

/** Limits for strings and lists; the first one that is sufficient is applied. */
const limits = [
	{ characters: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY },
	{ characters: 4_000, items: 50 },
	{ characters: 1_000, items: 20 },
	{ characters: 250, items: 5 },
	{ characters: 60, items: 1 },
] as const;

/** Keys that would modify an object's prototype when the item is read. */
const prototypeKeys = ["__proto__", "constructor", "prototype"];

/** The entry, shortened to fit into an item. The same entry always gives the same result, so that it is not reported as changed. */
export function fitToItem(entry: LedgerEntry): LedgerEntry {
	const { controls, about, ...rest } = entry;
	for (const { characters, items } of limits) {
		const small = {
			...rest,
			controls: shorten(controls, characters, items),
			about: shorten(about, characters, items),
		} as LedgerEntry;
		if (bytesOf(small) <= maxBytes) return small;
	}
	throw new RangeError(`the entry of ${entry.arn} does not fit into an item`);
}

function shorten(value: unknown, characters: number, items: number): unknown {
	if (typeof value === "string") return truncate(value, characters);
	if (Array.isArray(value)) return value.slice(0, items).map((item) => shorten(item, characters, items));
	if (typeof value !== "object" || value === null) return value;
	const wanted = Object.entries(value).filter(([key]) => !prototypeKeys.includes(key));
	return Object.fromEntries(wanted.map(([key, content]) => [key, shorten(content, characters, items)]));
}

/** JSON's punctuation takes more space than what DynamoDB adds to names and values. */
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
