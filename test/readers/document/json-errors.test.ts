import { describe, expect, test } from "@jest/globals";
import { firstError } from "../../../readers/document/json-errors.ts";

describe("the first thing that is wrong in a text", () => {
	test.each([
		['{"a": 1, // one', 9, "JSON has no comments; take it out"],
		['{"a": 1,}', 8, "a key in double quotes belongs here; write one, or take out the comma before it"],
		["[1,]", 3, "a value belongs here; write one, or take out the comma before it"],
		[":", 0, "a value belongs here; write one, or take out the comma before it"],
		['{"a" 1}', 5, "a colon belongs here; write one between the key and its value"],
		["[1 2]", 3, "a comma or the end belongs here; write one between two values"],
		["{} 1", 3, "the JSON ended before this; take the rest out"],
		['["a\n]', 1, 'this text has no end; write the closing "'],
		['["\u0001"]', 1, "a line break or control character inside a text; write it as an escape, such as \\n"],
		['["\\q"]', 1, "this backslash means nothing; write \\\\"],
		['["\\u00"]', 1, "this is no character; write \\u and four hexadecimal digits"],
		["[yes]", 1, "not JSON; write a text in double quotes, a number, true, false, null, a list or an object"],
		["[1", 2, "the text ends before the JSON does; write the rest of it"],
		['{"a": 1  \n', 10, "the text ends before the JSON does; write the rest of it"],
		["", 0, "the text ends before the JSON does; write the rest of it"],
	])("%j at %i: %s", (text, offset, why) => {
		expect(firstError(text)).toEqual({ offset, why });
	});

	test("of two only the first is told", () => {
		expect(firstError("[1,,]\n// x")).toEqual(firstError("[1,,]"));
	});

	test("what is nested so deeply that nobody can tell is refused as such", () => {
		expect(firstError("[".repeat(200_000))).toEqual({ offset: 0, why: "nested too deeply; write fewer levels" });
	});

	test("of a text that has no fault nothing more is said", () => {
		expect(firstError('{"a": [1]}')).toEqual({ offset: 0, why: "not JSON; write it as JSON" });
	});
});
