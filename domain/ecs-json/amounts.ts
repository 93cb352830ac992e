import type { Value } from "../../core/reading.ts";
import { readUnlessUnresolved } from "./values.ts";

/** A `512.0` in a YAML template arrives as the string that was written. */
function parseNumber(value: unknown): number | null {
	const number = typeof value === "string" && /^-?\d{1,15}(?:\.0{1,15})?$/.test(value.trim()) ? Number(value) : value;
	return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** Whether a value is a number, or a string that contains an integer. */
export const isNumeric = (value: unknown): boolean => parseNumber(value) !== null;

/** The number in a value, which may be a string that contains an integer; null for anything else. */
export const numberValue = (value: unknown): Value<number | null> => readUnlessUnresolved(value, parseNumber);

/** Some tools write zero for an unset field: it is no limit. */
function parseLimit(value: unknown): number | null {
	const limit = parseNumber(value);
	return limit !== null && limit > 0 ? limit : null;
}

/** A container's limit in MiB. */
export const limitValue = (value: unknown): Value<number | null> => readUnlessUnresolved(value, parseLimit);

const gigabytes = /^(\d{0,9}\.?\d{1,9})\s*gb$/i;

/** The task's memory in MiB. It is a string in MiB ("1024") or GB ("1 GB", ".5 gb"), where 1 GB is 1024 MiB. */
export function taskMemoryOf(memory: unknown): Value<number | null> {
	if (memory === null || memory === undefined || memory === "") return null;
	return readUnlessUnresolved<Value<number | null>>(memory, (known) => {
		const [, amount] = (typeof known === "string" && gigabytes.exec(known.trim())) || [];
		if (amount !== undefined) return parseLimit(Math.round(Number(amount) * 1024));
		return parseNumber(known) === null ? { unresolved: "the task's memory is not a valid amount" } : parseLimit(known);
	});
}
