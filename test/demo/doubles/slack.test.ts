import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type SlackDouble, slackDouble } from "../../../demo/doubles/slack.ts";

let slack: SlackDouble;
beforeEach(async () => {
	slack = await slackDouble(() => {});
});
afterEach(() => slack.close());

const post = async (body: string, url = slack.webhook, method = "POST") => {
	const answer = await fetch(url, { method, ...(method === "GET" ? {} : { body }) });
	return `${answer.status} ${await answer.text()}`;
};

test("accepts a message and records it unchanged", async () => {
	expect(await post('{"text":"hello","blocks":[]}')).toBe("200 ok");
	expect(slack.received).toMatchObject([
		{ method: "POST", body: { text: "hello", blocks: [] }, at: expect.any(String) },
	]);
});

test.each([
	["no JSON", "400 invalid_payload"],
	["{}", "400 no_text"],
	['{"text":" "}', "400 no_text"],
	["[]", "400 invalid_payload"],
	['{"text":"x","blocks":{}}', "400 invalid_blocks"],
	['{"text":"x","blocks":[{"type":"sectoin","text":{"type":"mrkdwn","text":"x"}}]}', "400 invalid_blocks"],
	['{"text":"x","blocks":[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]}', "400 invalid_blocks"],
	[JSON.stringify({ text: "x", blocks: Array.from({ length: 51 }, () => ({})) }), "400 invalid_blocks"],
])("rejects what Slack rejects: %#", async (body, answer) => {
	expect(await post(body)).toBe(answer);
	expect(slack.received).toHaveLength(1);
});

test("accepts messages only at the webhook's path", async () => {
	expect(await post('{"text":"x"}', `${slack.url}/services/T1/B1/x`)).toBe("404 no_service");
	expect(await post("", slack.webhook, "GET")).toBe("400 invalid_payload");
});
