import type { Value } from "../../core/reading.ts";
import { unlessOpen } from "./open-values.ts";

/** A YAML template's `512.0` arrives as it is written. */
function numberIn(value: unknown): number | null {
	const number = typeof value === "string" && /^-?\d{1,15}(?:\.0{1,15})?$/.test(value.trim()) ? Number(value) : value;
	return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** Whether a value is a number, or the text of a whole one. */
export const isAmount = (value: unknown): boolean => numberIn(value) !== null;

/** A whole number, or the text of one; null for everything else. */
export const numberUnlessOpen = (value: unknown): Value<number | null> => unlessOpen(value, numberIn);

/** Zero, which some tools write for an unset field, limits nothing. */
function limitIn(value: unknown): number | null {
	const limit = numberIn(value);
	return limit !== null && limit > 0 ? limit : null;
}

/** A container's limit in MiB. */
export const limitUnlessOpen = (value: unknown): Value<number | null> => unlessOpen(value, limitIn);

const gigabytes = /^(\d{0,9}\.?\d{1,9})\s*gb$/i;

/** Task memory is a text: MiB ("1024") or GB ("1 GB", ".5 gb"), where 1 GB is 1024 MiB. */
export function taskMemoryOf(memory: unknown): Value<number | null> {
	if (memory === null || memory === undefined || memory === "") return null;
	return unlessOpen<Value<number | null>>(memory, (known) => {
		const [, amount] = (typeof known === "string" && gigabytes.exec(known.trim())) || [];
		if (amount !== undefined) return limitIn(Math.round(Number(amount) * 1024));
		return numberIn(known) === null ? { unresolved: "the task's memory is not a valid amount" } : limitIn(known);
	});
}
