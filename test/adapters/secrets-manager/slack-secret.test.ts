import { describe, expect, test } from "@jest/globals";
import { parseSlackSecret } from "../../../adapters/secrets-manager/slack-secret.ts";
import { TryLaterError } from "../../../core/errors.ts";

const url = "https://hooks.slack.com/services/T0/B0/secret";

describe("the Slack secret", () => {
	test.each([
		["is the URL of a webhook alone", ` ${url}\n`, { webhook: url, webhooks: {} }],
		["turns Slack off if it is blank", " ", null],
		[
			"has what an app needs",
			'{"botToken":"xoxb-1","signingSecret":" s "}',
			{ webhooks: {}, botToken: "xoxb-1", signingSecret: "s" },
		],
		[
			"has named webhooks",
			`{"webhook":"${url}","webhooks":{"a":"${url}","b":1}}`,
			{ webhook: url, webhooks: { a: url } },
		],
		["may be empty", "{}", { webhooks: {} }],
		["ignores what is no text", '{"botToken":1,"signingSecret":""}', { webhooks: {} }],
	])("%s", (_, text, secret) => {
		expect(parseSlackSecret(text)).toEqual(secret);
	});

	test("that cannot be understood is not in the error", () => {
		expect(() => parseSlackSecret('{"botToken":"xoxb-1"')).toThrow(
			new TryLaterError("the Slack secret is neither the URL of a webhook nor a JSON object"),
		);
	});
});
