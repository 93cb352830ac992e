import { describe, expect, test } from "@jest/globals";
import { firstError } from "../../../readers/document/json-errors.ts";

describe("the first error of a JSON text", () => {
	test.each([
		['{"a": 1, // one', 9, "JSON does not allow comments; remove it"],
		['{"a": 1,}', 8, "a key in double quotes is missing here; write one, or remove the comma before it"],
		["[1,]", 3, "a value is missing here; write one, or remove the comma before it"],
		[":", 0, "a value is missing here; write one, or remove the comma before it"],
		['{"a" 1}', 5, "a colon is missing here; write one between the key and its value"],
		["[1 2]", 3, "a comma or a closing bracket is missing here; write a comma between two values"],
		["{} 1", 3, "there is text after the end of the JSON; remove it"],
		['["a\n]', 1, 'this string is not closed; write the closing "'],
		['["\u0001"]', 1, "a line break or control character inside a string; write it as an escape, such as \\n"],
		['["\\q"]', 1, "this escape sequence is invalid; write \\\\"],
		['["\\u00"]', 1, "this Unicode escape is invalid; write \\u and four hexadecimal digits"],
		["[yes]", 1, "not JSON; write a string in double quotes, a number, true, false, null, an array or an object"],
		["[1", 2, "the JSON ends too early; write the rest of it"],
		['{"a": 1  \n', 10, "the JSON ends too early; write the rest of it"],
		["", 0, "the JSON ends too early; write the rest of it"],
	])("in %j is at %i: %s", (text, offset, why) => {
		expect(firstError(text)).toEqual({ offset, why });
	});

	test("is the only one that is reported", () => {
		expect(firstError("[1,,]\n// x")).toEqual(firstError("[1,,]"));
	});

	test("is excessive nesting when the parser overflows", () => {
		expect(firstError("[".repeat(200_000))).toEqual({ offset: 0, why: "nested too deeply; write fewer levels" });
	});

	test("is a general one when the text is valid", () => {
		expect(firstError('{"a": [1]}')).toEqual({ offset: 0, why: "not JSON; write it as JSON" });
	});
});
