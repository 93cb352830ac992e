import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { escapeInline, formatCode } from "../../../adapters/slack/escape-text.ts";

describe("text from outside, within markup", () => {
	test.each([
		["*Approved* by ~nobody~", "∗Approved∗ by ∼nobody∼"],
		["_*really*_ :white_check_mark:", "ˍ∗really∗ˍ ꞉white_check_mark꞉"],
		["(*x*), `code`", "(∗x∗), 'code'"],
		["<!channel> & <https://a.example|b>", "&lt;!channel&gt; &amp; &lt;https://a.example|b&gt;"],
	])("is not formatted: %s", (text, shown) => {
		expect(escapeInline(text, 200)).toBe(shown);
	});

	test.each([
		"arn:aws:ecr:eu-west-1:111122223333:repository/web_api_v2",
		"shop/* and web-*",
		"a*b, c_d_e, ~/.ssh, 10:30:00",
	])("stays as it is if it would not be: %s", (text) => {
		expect(escapeInline(text, 200)).toBe(text);
	});

	test("is not replaced in code, where nothing is formatted", () => {
		expect(formatCode("*web* :x: _a_", 50)).toBe("`*web* :x: _a_`");
	});

	test("has no pair left that would be formatted, whatever it is", () => {
		const pieces = fc.constantFrom("*", "_", "~", "`", ":", " ", "a", "1", "(", ".", "é");
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 30 }), (all) => {
				const shown = escapeInline(all.join(""), 500);
				expect(shown).not.toMatch(/(^|[ (.])([*_~])[a1é]+\2($|[ (.])/);
				expect(shown).not.toMatch(/(^|[ (.]):[a1]+:($|[ (.])/);
				expect(shown).not.toContain("`");
			}),
		);
	});
});
