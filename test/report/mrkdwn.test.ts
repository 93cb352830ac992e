import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { renderMrkdwn, renderPlainText } from "../../report/mrkdwn.ts";
import { runToEnd } from "../support/run-to-end.ts";

describe("Slack's mrkdwn", () => {
	test.each<{ text: string; shown: string }>`
		text                                   | shown
		${"*HIGH* it fails"}                   | ${"<b>HIGH</b> it fails"}
		${"a *b* and *c*"}                     | ${"a <b>b</b> and <b>c</b>"}
		${"2 * 3 * 4"}                         | ${"2 * 3 * 4"}
		${"*`code` in bold*"}                  | ${"<b><code>code</code> in bold</b>"}
		${"`*not bold*`"}                      | ${"<code>*not bold*</code>"}
		${"```aws ecs it```"}                  | ${"<code>aws ecs it</code>"}
		${"_so_ and snake_case_name"}          | ${"<i>so</i> and snake_case_name"}
		${"~gone~"}                            | ${"<s>gone</s>"}
		${"<https://example.com/a|the words>"} | ${'<span class="bk-link">the words</span>'}
		${"<https://example.com/a>"}           | ${'<span class="bk-link">https://example.com/a</span>'}
		${"a &amp; b &lt;c&gt;"}               | ${"a &amp; b &lt;c&gt;"}
		${"&lt;script&gt;"}                    | ${"&lt;script&gt;"}
		${"<script>alert(1)</script>"}         | ${'<span class="bk-link">script</span>alert(1)<span class="bk-link">/script</span>'}
		${"one\ntwo"}                          | ${"one<br>two"}
		${"&gt; quoted"}                       | ${'<span class="bk-quote">quoted</span>'}
	`("$text", ({ text, shown }) => {
		expect(renderMrkdwn(text).toString()).toBe(shown);
	});

	test("plain text is shown as it is, with entities decoded", () => {
		expect(renderPlainText("*a* &lt;b&gt;\n<c>").toString()).toBe("*a* &lt;b&gt;<br>&lt;c&gt;");
	});

	test("any text produces only the elements of mrkdwn", () => {
		const piece = fc.constantFrom(
			"*",
			"_",
			"`",
			"~",
			"<",
			">",
			"|",
			"&lt;",
			"&",
			'"',
			"'",
			"\n",
			" ",
			"a",
			"script",
			"=",
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
				const own = /<\/?(?:b|i|s|code)>|<br>|<span class="bk-(?:link|quote)">|<\/span>/g;

				expect(renderMrkdwn(pieces.join("")).toString().replace(own, "")).not.toMatch(/[<>"']/);
			}),
		);
	});

	test.each(["*", "_", "`", "<", "~", "*a", "_a", "* "])("a long run of %j is rendered in linear time", (piece) => {
		const text = piece.repeat(300_000);

		expect(runToEnd(() => renderMrkdwn(text).toString()).length).toBeGreaterThanOrEqual(text.length);
	});
});
