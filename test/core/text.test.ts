import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatForDisplay, formatList, toSingleLine, truncate } from "../../core/text.ts";
import { anyCodePoints } from "../support/any-text.ts";

describe("truncating a text", () => {
	test.each([
		["", 1, ""],
		["abc", 3, "abc"],
		["abcd", 3, "ab…"],
		["abcd", 1, "…"],
		["abcd", 4, "abcd"],
		["👍👍👍", 3, "👍👍👍"],
		["👍👍👍", 2, "👍…"],
		["a👍b", 2, "a…"],
		["\ud800a\udc00b", 3, "\ud800a…"],
	])("%j to %d is %j", (text, most, expected) => {
		expect(truncate(text, most)).toBe(expected);
	});

	test("leaves at most that many whole code points, and does not change a text that fits", () => {
		fc.assert(
			fc.property(anyCodePoints(), fc.integer({ min: 1, max: 12 }), (text, most) => {
				const result = truncate(text, most);
				const points = [...text];
				expect([...result].length).toBe(Math.min(points.length, most));
				expect(result.isWellFormed()).toBe(true);
				expect(result).toBe(points.length <= most ? text : `${points.slice(0, most - 1).join("")}…`);
			}),
			{ numRuns: 1000 },
		);
	});
});

describe("an untrusted text on one line", () => {
	test.each([
		["plain text", "plain text"],
		["  padded\t", "padded"],
		["two\r\nlines\n\nmore", "two lines more"],
		["a\u2028b\u2029c", "a b c"],
		["nul\u0000del\u007fnext\u0085line\u009f.", "nul del next line ."],
		["evil\u202egnp.exe", "evil gnp.exe"],
		["a\u{e0041}\u{e007f}b\ufff9c", "a b c"],
		["a\u2066b\u2069c\u202ad", "a b c d"],
		["zero\u200bwidth\u200djoin\ufeff", "zero width join"],
		["left\u200eright\u200farabic\u061cmark", "left right arabic mark"],
		["soft\u00adhyphen\u180evowel\u2060word", "soft hyphen vowel word"],
		["half \ud800 and \udc00", "half \ufffd and \ufffd"],
		["👍 naïve ½ e\u0301 ~ \u00a0x", "👍 naïve ½ e\u0301 ~ \u00a0x"],
		["\u001b[31mred", "[31mred"],
		["\n\u0000 \n", ""],
	])("%j is %j", (text, expected) => {
		expect(toSingleLine(text)).toBe(expected);
	});

	test("is well formed, has no control characters, and does not change if it is converted again", () => {
		fc.assert(
			fc.property(anyCodePoints(), fc.string(), (text, more) => {
				const line = toSingleLine(`${text}\u202e\ud83d${more}`);
				expect(line).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}|\p{Bidi_Control}/u);
				expect(line.isWellFormed()).toBe(true);
				expect(toSingleLine(line)).toBe(line);
			}),
			{ numRuns: 1000 },
		);
	});
});

test.each([
	[[], 5, ""],
	[["a"], 5, "a"],
	[["a", "b"], 2, "a, b"],
	[["a", "b", "c"], 2, "a, b and 1 more"],
	[["a", "b", "c", "d"], 1, "a and 3 more"],
])("%j, at most %d of them: %j", (items, most, expected) => {
	expect(formatList(items, most)).toBe(expected);
});

test("formatList lists five items by default", () => {
	expect(formatList(["a", "b", "c", "d", "e"])).toBe("a, b, c, d, e");
	expect(formatList(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, d, e and 1 more");
});

test("formatForDisplay gives one line of at most 200 characters", () => {
	expect(formatForDisplay(" a\nb\u202e ")).toBe("a b");
	expect(formatForDisplay("x".repeat(200))).toBe("x".repeat(200));
	expect(formatForDisplay("x".repeat(201))).toBe(`${"x".repeat(199)}…`);
});
