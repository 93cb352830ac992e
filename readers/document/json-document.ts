import { BadInputError } from "../../core/errors.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { firstError } from "./json-errors.ts";
import { measureJson } from "./json-measure.ts";
import { findDuplicateKey, offsetFinder } from "./json-offsets.ts";
import { lineIndex } from "./line-index.ts";
import { maxLevels, problemAt, tooDeep } from "./problem.ts";
import type { Position, SourceDocument } from "./source-document.ts";

const maxCharacters = 16 * 1024 * 1024;
/** Memory is bounded by the number of values, not by the length of the text: `[{},{},…`. */
const maxValues = 1_000_000;

/**
 * Reads strict JSON (RFC 8259): no comments, no trailing commas, no duplicate keys.
 * Throws BadInputError, `path:line:column: what is wrong; what to write`.
 */
export function readJson(text: string, path: string): SourceDocument {
	if (text.length > maxCharacters) throw new BadInputError(`${path}: longer than 16 MiB; write a shorter file`);
	const { levels, values, keys } = measureJson(text);
	if (levels > maxLevels) throw problemAt(path, { line: 1, column: 1 }, tooDeep);
	if (values > maxValues) throw new BadInputError(`${path}: more than ${maxValues} values; write a shorter file`);
	const positionOf = lineIndex(text);
	const value = parseText(text, path, positionOf);
	if (countKeys(value) !== keys) {
		const duplicate = findDuplicateKey(text);
		const key = `"${toSingleLine(truncate(duplicate?.key ?? "", 60))}"`;
		throw problemAt(path, positionOf(duplicate?.offset ?? 0), `the key ${key} appears twice; write it once`);
	}
	const offsetOf = offsetFinder(text);
	return { value, at: (keysTo, part) => positionOf(offsetOf(keysTo, part)) };
}

function parseText(text: string, path: string, positionOf: (offset: number) => Position): unknown {
	try {
		return JSON.parse(text);
	} catch {
		const { offset, why } = firstError(text);
		throw problemAt(path, positionOf(offset), why);
	}
}

/** The number of keys, which is less than the number written when an object has a duplicate. */
function countKeys(value: unknown): number {
	if (typeof value !== "object" || value === null) return 0;
	if (Array.isArray(value)) return value.reduce((count: number, item) => count + countKeys(item), 0);
	const fields = Object.values(value);
	return fields.reduce((count: number, field) => count + countKeys(field), fields.length);
}
