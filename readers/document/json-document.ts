import { BadInputError } from "../../core/errors.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { maxLevels, problemAt, tooDeep } from "./at-place.ts";
import { firstError } from "./json-errors.ts";
import { measured } from "./json-measure.ts";
import { firstKeyTwice, placesIn } from "./json-places.ts";
import { lineIndex } from "./line-index.ts";
import type { Position, SourceDocument } from "./source-document.ts";

const maxCharacters = 16 * 1024 * 1024;
/** What a value costs in memory is bounded by their number, not by the length of the text: `[{},{},…`. */
const maxValues = 1_000_000;

/**
 * Reads strict JSON (RFC 8259): no comments, no trailing commas, no key twice.
 * Throws BadInputError, `path:line:column: what is wrong; what to write`.
 */
export function readJson(text: string, path: string): SourceDocument {
	if (text.length > maxCharacters) throw new BadInputError(`${path}: longer than 16 MiB; write a shorter file`);
	const { levels, values, keys } = measured(text);
	if (levels > maxLevels) throw problemAt(path, { line: 1, column: 1 }, tooDeep);
	if (values > maxValues) throw new BadInputError(`${path}: more than ${maxValues} values; write a shorter file`);
	const placeOf = lineIndex(text);
	const value = parsed(text, path, placeOf);
	if (keysIn(value) !== keys) {
		const twice = firstKeyTwice(text);
		const key = `"${toSingleLine(truncate(twice?.key ?? "", 60))}"`;
		throw problemAt(path, placeOf(twice?.offset ?? 0), `the key ${key} is there twice; write it once`);
	}
	const offsetOf = placesIn(text);
	return { value, at: (keysTo, part) => placeOf(offsetOf(keysTo, part)) };
}

function parsed(text: string, path: string, placeOf: (offset: number) => Position): unknown {
	try {
		return JSON.parse(text);
	} catch {
		const { offset, why } = firstError(text);
		throw problemAt(path, placeOf(offset), why);
	}
}

/** Objects whose keys are all different have as many keys as are written. */
function keysIn(value: unknown): number {
	if (typeof value !== "object" || value === null) return 0;
	if (Array.isArray(value)) return value.reduce((count: number, item) => count + keysIn(item), 0);
	const fields = Object.values(value);
	return fields.reduce((count: number, field) => count + keysIn(field), fields.length);
}
