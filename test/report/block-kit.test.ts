import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { firstLineOf, messageOf, renderMessage } from "../../report/block-kit.ts";
import { receivedMessage } from "../support/slack-message.ts";

const shown = (body: unknown): string => {
	const message = messageOf(body);
	return message === null ? "no message" : renderMessage(message).toString();
};
const block = (one: unknown): string => shown({ text: "t", blocks: [one] });

describe("a received message", () => {
	test("is shown with every block it has", () => {
		const page = shown(receivedMessage);

		expect(page).toContain('<p class="bk-header">⛔ Deploy blocked: task definition web, revision 8</p>');
		expect(page).toContain("<b>Deploy blocked.</b> Revision 8 was deregistered");
		expect(page).toContain("app &amp; log-router can write");
		expect(page).toContain('<p class="bk-context"><span><code>task definition web</code></span>');
		expect(page).not.toContain("href");
	});

	test("may come as text", () => {
		expect(shown(JSON.stringify(receivedMessage))).toBe(shown(receivedMessage));
	});

	test("is told by its first line", () => {
		expect(firstLineOf({ text: "a &lt;b&gt;\nsecond", blocks: [] }).toString()).toBe("a &lt;b&gt;");
	});

	test.each`
		one                                                               | html
		${{ type: "divider" }}                                            | ${'<hr class="bk-divider">'}
		${{ type: "section", fields: [{ type: "mrkdwn", text: "*a*" }] }} | ${'<div class="bk-fields"><p><b>a</b></p></div>'}
		${{ type: "actions", elements: [{ text: { text: "Open" } }] }}    | ${'<span class="bk-button">Open</span>'}
		${{ type: "header", text: { type: "plain_text", text: "<b>" } }}  | ${"&lt;b&gt;"}
		${{ type: "<img>" }}                                              | ${"(a block of type &lt;img&gt;)"}
		${null}                                                           | ${"(a block of type unknown)"}
	`("a block $one becomes $html", ({ one, html }) => {
		expect(block(one)).toContain(html);
	});

	test.each([null, 7, "not JSON", "[]", "{}", [], {}, { blocks: "x" }])("%j is no message", (body) => {
		expect(shown(body)).toBe("no message");
	});

	test("a message without blocks shows its text", () => {
		expect(shown({ text: "only *text*" })).toBe('<p class="bk-section">only <b>text</b></p>');
	});

	test("whatever JSON is received, it never breaks and stays bounded", () => {
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
