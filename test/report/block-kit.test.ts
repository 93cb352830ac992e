import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { firstLineOf, parseMessage, renderMessage } from "../../report/block-kit.ts";
import { receivedMessage } from "../support/slack-message.ts";

const shown = (body: unknown): string => {
	const message = parseMessage(body);
	return message === null ? "no message" : renderMessage(message).toString();
};
const block = (one: unknown): string => shown({ text: "t", blocks: [one] });

describe("a received message", () => {
	test("is rendered with all its blocks", () => {
		const page = shown(receivedMessage);

		expect(page).toContain(
			'<p class="bk-header">⛔ Revision 8 deregistered: task definition web (revision 7 is active)</p>',
		);
		expect(page).toContain("<b>Deploy blocked.</b> Revision 8 was deregistered");
		expect(page).toContain("app &amp; log-router can write");
		expect(page).toContain('<p class="bk-context"><span><code>task definition web</code></span>');
		expect(page).not.toContain("href");
	});

	test("may be JSON text", () => {
		expect(shown(JSON.stringify(receivedMessage))).toBe(shown(receivedMessage));
	});

	test("is summarized by its first line", () => {
		expect(firstLineOf({ text: "a &lt;b&gt;\nsecond", blocks: [] }).toString()).toBe("a &lt;b&gt;");
	});

	test.each`
		one                                                                               | html
		${{ type: "divider" }}                                                            | ${'<hr class="bk-divider">'}
		${{ type: "section", fields: [{ type: "mrkdwn", text: "*a*" }] }}                 | ${'<div class="bk-fields"><p><b>a</b></p></div>'}
		${{ type: "actions", elements: [{ text: { text: "Open" } }] }}                    | ${'<span class="bk-button">Open</span>'}
		${{ type: "actions", elements: [{ text: { text: "Go" }, style: "primary" }] }}    | ${'<span class="bk-button bk-primary">Go</span>'}
		${{ type: "actions", elements: [{ text: { text: "Go" }, style: '"><script>' }] }} | ${'<span class="bk-button">Go</span>'}
		${{ type: "header", text: { type: "plain_text", text: "<b>" } }}                  | ${"&lt;b&gt;"}
		${{ type: "<img>" }}                                                              | ${"(block of type &lt;img&gt;)"}
		${null}                                                                           | ${"(block of type unknown)"}
	`("renders block $one as $html", ({ one, html }) => {
		expect(block(one)).toContain(html);
	});

	test.each([null, 7, "not JSON", "[]", "{}", [], {}, { blocks: "x" }])("rejects %j as not a message", (body) => {
		expect(shown(body)).toBe("no message");
	});

	test("shows its text when it has no blocks", () => {
		expect(shown({ text: "only *text*" })).toBe('<p class="bk-section">only <b>text</b></p>');
	});

	test("renders any JSON without throwing, at a bounded length", () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
				expect(typeof shown({ text: "t", blocks: [one, { type: "section", text: other, fields: one }] })).toBe(
					"string",
				);
			}),
		);
		expect(shown({ text: "t", blocks: Array(10_000).fill({ type: "divider" }) }).length).toBeLessThan(2_000);
	});
});
