import { describe, expect, test } from "@jest/globals";
import { chosenMessage, slackPage } from "../../scripts/slack-page.ts";
import { receivedMessage } from "../support/slack-message.ts";

const at = "2026-11-21T03:04:05.000Z";
const other = { at, method: "POST", body: { text: "🟠 MEDIUM: repository a fails 1 check" } };
const protectedOne = { at, method: "POST", body: { text: "🟠 Not blocked (protected): task definition agent" } };
const block = { at, method: "POST", body: receivedMessage };

describe("the message of the picture", () => {
	test.each<{ records: unknown; says: string }>`
		records                       | says
		${[other, protectedOne]}      | ${"🟠 Not blocked"}
		${[protectedOne, block]}      | ${"⛔ Deploy blocked"}
		${[other, block]}             | ${"⛔ Deploy blocked"}
		${[null, { body: 7 }, other]} | ${"🟠 MEDIUM"}
	`("says $says", ({ records, says }) => {
		expect(chosenMessage(records).message.text).toContain(says);
	});

	test.each([[[]], [{}], [[{ body: "no JSON" }]]])("is missed in %j", (records) => {
		expect(() => chosenMessage(records)).toThrow("no readable message");
	});
});

test("the page shows the message in Slack's manner, loads nothing and escapes what it shows", () => {
	const hostile = { at: "soon", body: { text: "<script>alert(1)</script> &lt;b&gt;" } };

	expect(slackPage(chosenMessage([block]))).toContain("<time>3:04</time>");
	expect(slackPage(chosenMessage([hostile]))).toContain("&lt;b&gt;");
	expect(slackPage(chosenMessage([hostile]))).not.toContain("<script>alert");
	expect(slackPage(chosenMessage([block]))).toContain("default-src 'none'");
});
