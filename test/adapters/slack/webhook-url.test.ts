import { expect, test } from "@jest/globals";
import { parseWebhookUrl, slackOrigin, webhookOriginOf } from "../../../adapters/slack/webhook-url.ts";

test.each([
	["https://hooks.slack.com/services/T/B/x", slackOrigin],
	["https://hooks.slack-gov.com/services/T/B/x", "https://hooks.slack-gov.com"],
	["http://127.0.0.1:8080/services/T/B/x", "http://127.0.0.1:8080"],
	["https://127.0.0.1:8080/x", "https://127.0.0.1:8080"],
	["http://localhost:8080/x", "http://localhost:8080"],
	["http://[::1]:8080/x", "http://[::1]:8080"],
])("%s is accepted if %s is allowed", (webhook, origin) => {
	expect(parseWebhookUrl(webhook, origin).href).toBe(webhook);
});

const disallowed = "the allowed origin for Slack is neither Slack's nor on this machine";
const elsewhere = `the URL in the Slack secret does not belong to ${slackOrigin}`;

test.each([
	["http://hooks.slack.com/services/T/B/x", slackOrigin, elsewhere],
	["https://hooks.slack.com.evil.example/x", slackOrigin, elsewhere],
	["https://hooks.slack.com:8443/x", slackOrigin, elsewhere],
	["https://user:word@hooks.slack.com/x", slackOrigin, elsewhere],
	["http://169.254.169.254/latest/meta-data", slackOrigin, elsewhere],
	["file:///etc/passwd", slackOrigin, elsewhere],
	["hooks.slack.com/services", slackOrigin, "the Slack secret does not contain a URL"],
	["", slackOrigin, "the Slack secret does not contain a URL"],
	["http://10.0.0.1/x", "http://10.0.0.1", disallowed],
	["https://hooks.example.com/x", "https://hooks.example.com", disallowed],
	["https://hooks.slack-gov.com/x", slackOrigin, elsewhere],
	[
		"https://hooks.slack.com/x",
		"https://hooks.slack-gov.com",
		"the URL in the Slack secret does not belong to https://hooks.slack-gov.com",
	],
	["file:///x", "file:///", disallowed],
	["https://hooks.slack.com/x", "nowhere", disallowed],
])("N07: %s is rejected if %s is allowed, without being repeated", (webhook, origin, reason) => {
	expect(() => parseWebhookUrl(webhook, origin)).toThrow(
		expect.objectContaining({ name: "PermanentRejectionError", message: reason }),
	);
});

test.each([
	[{}, "https://hooks.slack.com"],
	[{ SLACK_ORIGIN: "", GOV_SLACK: "" }, "https://hooks.slack.com"],
	[{ GOV_SLACK: "true" }, "https://hooks.slack-gov.com"],
	[{ GOV_SLACK: "true", SLACK_ORIGIN: "http://127.0.0.1:8080" }, "http://127.0.0.1:8080"],
])("with the variables %j, webhooks are at %s", (variables, origin) => {
	expect(webhookOriginOf(variables)).toBe(origin);
});
