import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Content, html, preformatted } from "../../report/html.ts";
import { anyCodePoints } from "../support/any-text.ts";

describe("a template value", () => {
	test.each<{ value: Content; rendered: string }>`
		value                          | rendered
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
	`("$value is rendered as $rendered", ({ value, rendered }) => {
		expect(html`${value}`.toString()).toBe(rendered);
	});

	test("an object that imitates Markup is rejected", () => {
		const pretender = { toString: () => "<script>" };

		expect(() => html`${pretender as never}`.toString()).toThrow(TypeError);
	});

	test("no character of any string is interpreted by a browser", () => {
		fc.assert(
			fc.property(anyCodePoints(), (text) => {
				const rendered = html`${text}`.toString();

				expect(rendered).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
				expect(rendered.isWellFormed()).toBe(true);
			}),
		);
	});
});

describe("preformatted text", () => {
	test("keeps lines and indentation and removes control characters", () => {
		expect(preformatted('{\r\n  "a": <b>\u2028}\u0007 \n').toString()).toBe("{\n  &quot;a&quot;: &lt;b&gt;\n}\n");
	});
});
