import { describe, expect, test } from "@jest/globals";
import { chooseMessage, slackPage } from "../../scripts/slack-page.ts";
import { receivedMessage } from "../support/slack-message.ts";

const at = "2026-11-21T03:04:05.000Z";
const other = { at, method: "POST", body: { text: "🟠 MEDIUM: repository a fails 1 check" } };
const protectedOne = { at, method: "POST", body: { text: "🟠 Not blocked (protected): task definition agent" } };
const block = { at, method: "POST", body: receivedMessage };

describe("the message of the screenshot", () => {
	test.each<{ records: unknown; says: string }>`
		records                       | says
		${[other, protectedOne]}      | ${"🟠 Not blocked"}
		${[protectedOne, block]}      | ${"⛔ Revision 8"}
		${[other, block]}             | ${"⛔ Revision 8"}
		${[null, { body: 7 }, other]} | ${"🟠 MEDIUM"}
	`("is the most informative one: $says", ({ records, says }) => {
		expect(chooseMessage(records).message.text).toContain(says);
	});

	test.each([[[]], [{}], [[{ body: "no JSON" }]]])("is an error when there is none in %j", (records) => {
		expect(() => chooseMessage(records)).toThrow("no readable message");
	});
});

test("the page shows the message as Slack does, loads nothing and escapes the text", () => {
	const hostile = { at: "soon", body: { text: "<script>alert(1)</script> &lt;b&gt;" } };

	expect(slackPage(chooseMessage([block]))).toContain("<time>3:04</time>");
	expect(slackPage(chooseMessage([hostile]))).toContain("&lt;b&gt;");
	expect(slackPage(chooseMessage([hostile]))).not.toContain("<script>alert");
	expect(slackPage(chooseMessage([block]))).toContain("default-src 'none'");
});
