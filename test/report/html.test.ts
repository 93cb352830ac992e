import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Content, html, preformatted } from "../../report/html.ts";

describe("what a template takes", () => {
	test.each<{ value: Content; written: string }>`
		value                          | written
		${"<script>alert(1)</script>"} | ${"&lt;script&gt;alert(1)&lt;/script&gt;"}
		${"\" onload='x'"}             | ${"&quot; onload=&#39;x&#39;"}
		${"&lt;"}                      | ${"&amp;lt;"}
		${"a\u202eb\u0000c"}           | ${"a b c"}
		${"two\nlines"}                | ${"two lines"}
		${" at its ends "}             | ${" at its ends "}
		${"\n"}                        | ${" "}
		${"\u200b"}                    | ${""}
		${""}                          | ${""}
		${0}                           | ${"0"}
		${false}                       | ${""}
		${null}                        | ${""}
		${undefined}                   | ${""}
		${["a", ["<", 1], null]}       | ${"a&lt;1"}
		${html`<b>${"<"}</b>`}         | ${"<b>&lt;</b>"}
		${[html`<i>`, "<i>"]}          | ${"<i>&lt;i&gt;"}
	`("$value is written as $written", ({ value, written }) => {
		expect(html`${value}`.toString()).toBe(written);
	});

	test("an object that pretends to be markup is not", () => {
		const pretender = { toString: () => "<script>" };

		expect(() => html`${pretender as never}`.toString()).toThrow(TypeError);
	});

	test("whatever a text holds, no sign of it means anything to a browser", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const written = html`${text}`.toString();

				expect(written).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
				expect(written.isWellFormed()).toBe(true);
			}),
		);
	});
});

describe("a text of several lines", () => {
	test("keeps its lines and their indentation, and nothing else", () => {
		expect(preformatted('{\r\n  "a": <b>\u2028}\u0007 \n').toString()).toBe("{\n  &quot;a&quot;: &lt;b&gt;\n}\n");
	});
});
