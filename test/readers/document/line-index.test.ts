import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { lineIndex } from "../../../readers/document/line-index.ts";
import { looksLikeJson } from "../../../readers/document/looks-like-json.ts";
import { nameFromPath } from "../../../readers/document/name-from-path.ts";
import { memberOf, valueAt } from "../../../readers/document/value-at.ts";

test.each([
	["", 0, 1, 1],
	["abc", 2, 1, 3],
	["a\nb", 1, 1, 2],
	["a\nb", 2, 2, 1],
	["a\r\nb", 3, 2, 1],
	["\n\n\n", 1, 2, 1],
	["\n\n\n", 3, 4, 1],
	["ab\ncd\nef\ngh\nij", 4, 2, 2],
	["ab\ncd\nef\ngh\nij", 9, 4, 1],
	["ab\ncd\nef\ngh\nij", 13, 5, 2],
	["a\nb", 9, 2, 8],
	["ab\n\ncd\n", 3, 2, 1],
	["ab\n\ncd\n", 4, 3, 1],
	["ab\n\ncd\n", 6, 3, 3],
])("in %j the offset %i is at %i:%i", (text, offset, line, column) => {
	expect(lineIndex(text)(offset)).toEqual({ line, column });
});

test("the line and column of an offset match counting the line breaks before it", () => {
	const texts = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\r\n", "é", "\u2028"), maxLength: 60 });
	fc.assert(
		fc.property(texts, fc.nat({ max: 70 }), (text, offset) => {
			const before = text.slice(0, offset).split("\n");
			const column = offset - (text.slice(0, offset).lastIndexOf("\n") + 1) + 1;
			expect(lineIndex(text)(offset)).toEqual({ line: before.length, column });
		}),
	);
});

test.each([
	["{}", true],
	['  \n{"a": 1}', true],
	["[1]", true],
	["{ }", true],
	['// one\n /* two\n */ {"a": 1}', true],
	["// one", false],
	["/* {", false],
	["/ {", false],
	["// {}\na: 1", false],
	["/*/ {", false],
	["{1: 2}", true],
	["{Resources: 1}", false],
	["{ \n _a: 1}", false],
	["{x}", false],
	["[Unit]", false],
	["[ Service ]", false],
	["[command]/bin/x", false],
	['["a"]', true],
	["[true, null]", true],
	["[truely]", false],
	["[", true],
	["[-1]", true],
	["- {}", false],
	["a: {}", false],
	["", false],
])("whether %j is read as JSON: %j", (text, expected) => {
	expect(looksLikeJson(text)).toBe(expected);
});

test.each([
	["infra/web.json", "web"],
	["web.task.json", "web.task"],
	["web", "web"],
	[".web", ".web"],
	["a.b/web", "web"],
])("the path %s gives the name %s", (path, name) => {
	expect(nameFromPath(path)).toBe(name);
});

describe("the value in a document", () => {
	const document = { a: [{ b: 1 }, "text"], "0": "zero", length: 5 };
	test.each<[readonly (string | number)[], unknown]>([
		[[], document],
		[["a", 0, "b"], 1],
		[["a", 1], "text"],
		[[0], "zero"],
		[["length"], 5],
		[["a", "0"], undefined],
		[["a", "length"], undefined],
		[["a", 2], undefined],
		[["a", 1, 0], undefined],
		[["toString"], undefined],
		[["z", "y"], undefined],
	])("at the path %j is found", (path, part) => {
		expect(valueAt(document, path)).toBe(part);
	});

	test("is undefined at a path that is not written", () => {
		expect([null, undefined, 5, "text"].map((value) => memberOf(value, "length"))).toEqual(Array(4).fill(undefined));
	});
});
