import { describe, expect, test } from "@jest/globals";
import { endOfString, measureJson } from "../../../readers/document/json-measure.ts";
import { findDuplicateKey, offsetFinder } from "../../../readers/document/json-offsets.ts";
import type { DocumentPath } from "../../../readers/document/source-document.ts";

describe("the offset of a value", () => {
	const text = ' { "a" : [ 1 , [ 2 ] , { "b" : "x]" } ] , "c" : { } , "d\\u0065" : -1.5 , "" : null , "e" : true }';
	const offsetOf = offsetFinder(text);
	test.each<[DocumentPath, key: string, value: string]>([
		[[], "{ ", "{ "],
		[["a"], '"a"', "[ 1"],
		[["a", 0], "1 ,", "1 ,"],
		[["a", 1], "[ 2", "[ 2"],
		[["a", 1, 0], "2 ]", "2 ]"],
		[["a", 2], "{ ", "{ "],
		[["a", 2, "b"], '"b"', '"x]"'],
		[["c"], '"c"', "{ }"],
		[["de"], '"d\\u', "-1.5"],
		[[""], '""', "null"],
		[["e"], '"e"', "true"],
	])("at the path %j is found", (path, key, value) => {
		expect(text.slice(offsetOf(path, "key"))).toMatch(new RegExp(`^${escaped(key)}`));
		expect(text.slice(offsetOf(path, "value"))).toMatch(new RegExp(`^${escaped(value)}`));
	});

	test.each<[DocumentPath, nearest: DocumentPath]>([
		[["z"], []],
		[["a", 3], ["a"]],
		[["a", "0"], ["a"]],
		[
			["a", 0, 0],
			["a", 0],
		],
		[
			["a", 2, "b", 0],
			["a", 2, "b"],
		],
		[["c", "b", "x"], ["c"]],
		[["e", "length"], ["e"]],
	])("at the path %j, which is not written, is that of the key of %j", (path, nearest) => {
		expect(offsetOf(path, "value")).toBe(offsetOf(nearest, "key"));
		expect(offsetOf(path, "key")).toBe(offsetOf(nearest, "key"));
	});

	test("that is the whole text is found", () => {
		expect(offsetFinder("  5")([], "value")).toBe(2);
		expect(offsetFinder("  5")(["a"], "value")).toBe(2);
	});
});

describe("the first duplicate key", () => {
	test.each<[string, { key: string; offset: number } | null]>([
		["{}", null],
		["5", null],
		['{"a": 1, "b": 2}', null],
		['{"a": {"a": {"a": 1}}}', null],
		['[{"a": 1}, {"a": 1}]', null],
		['{"a": "b", "b": "a", "c": ["a", "a"]}', null],
		['{"x": {"a": 1}, "a": {"x": 2}}', null],
		['{"a": 1, "a": 2}', { key: "a", offset: 9 }],
		['{"a": {"b": 1}, "c": [{}], "a": 2}', { key: "a", offset: 27 }],
		['{"a": {"b": 1, "b": 2}, "a": 2}', { key: "b", offset: 15 }],
		['[[{"a": 1}], {"b": 1, "b": 2}]', { key: "b", offset: 22 }],
		['{"": 1, "": 2}', { key: "", offset: 8 }],
	])("is found in %s", (text, expected) => {
		expect(findDuplicateKey(text)).toEqual(expected);
	});
});

describe("the size of a JSON text", () => {
	test.each([
		["5", 0, 1, 0],
		["[]", 1, 2, 0],
		["[1, 2]", 1, 3, 0],
		['{"a": 1, "b": [{}]}', 3, 7, 2],
		["[[]][[[]]]", 3, 6, 0],
		['["[{:,", "\\"[", "\\\\"]', 1, 4, 0],
		['["[[[', 1, 2, 0],
	])("is counted in levels, values and keys: %s", (text, levels, values, keys) => {
		expect(measureJson(text)).toEqual({ levels, values, keys });
	});

	test.each([
		['"a"', 2],
		['""', 1],
		['"\\"" x"', 3],
		['"\\\\" x"', 3],
		['"\\\\\\"" x', 5],
		['"a', 2],
		['"a\\"', 4],
	])("the string of %s ends at %i", (text, end) => {
		expect(endOfString(text, 0)).toBe(end);
	});
});

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
