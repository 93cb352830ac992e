import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSlackSecret } from "../../../adapters/secrets-manager/slack-secret.ts";

const webhook = "https://hooks.slack.com/services/T/B/x";
const other = "https://hooks.slack-gov.com/services/T/B/y";
const botToken = "xoxb-1-2-abc";
const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5";

describe("the Slack secret contains", () => {
	test.each([
		["a webhook", webhook],
		["a webhook, with white space", ` ${webhook}\n`],
	])("%s", (_, text) => {
		expect(parseSlackSecret(text)).toEqual({ webhook, webhooks: {} });
	});

	test.each(["", " ", "\n\t "])("nothing if it is blank, which turns Slack off: %j", (text) => {
		expect(parseSlackSecret(text)).toBeNull();
	});

	test.each([
		{},
		{ webhook },
		{ webhooks: { payments: other, "team-1_a": webhook } },
		{ webhook: "http://127.0.0.1:8080/services/T/B/x" },
		{ botToken },
		{ webhook, webhooks: { payments: other }, botToken, signingSecret },
	])("the keys of a JSON object, each of them optional: %j", (value) => {
		expect(parseSlackSecret(`\n${JSON.stringify(value, null, 2)}\n`)).toEqual({ webhooks: {}, ...value });
	});

	test("no webhook that nobody has named", () => {
		expect(parseSlackSecret("{}")?.webhooks["constructor"]).toBeUndefined();
		expect(parseSlackSecret(`{"webhooks":{"__proto__":"${webhook}"}}`)?.webhooks["payments"]).toBeUndefined();
	});
});

const elsewhere = (what: string) => `the URL of ${what} in the Slack secret does not belong to https://hooks.slack.com`;
const notJson = "the Slack secret begins with a brace but is not JSON; write a JSON object, or one webhook alone";
const unknownKey = "the Slack secret has an unknown key; write only webhook, webhooks, botToken and signingSecret";
const noToken = "the Slack secret contains something that is not a bot token; write one that starts with xoxb-";
const noSigning =
	"the Slack secret contains something that is not a signing secret; copy it from the app's basic information";
const wrongName =
	"the Slack secret has a wrong name for webhook 2 of webhooks; write letters, digits, hyphens and underscores";

test.each<[unknown, string]>([
	["T0K3N", "the Slack secret does not contain a URL as the webhook"],
	["http://hooks.slack.com/T0K3N", elsewhere("the webhook")],
	["https://hooks.slack.com.evil.example/T0K3N", elsewhere("the webhook")],
	["https://hooks.slack.com:8443/T0K3N", elsewhere("the webhook")],
	["https://u:T0K3N@hooks.slack.com/x", elsewhere("the webhook")],
	["http://169.254.169.254/T0K3N", elsewhere("the webhook")],
	["file:///T0K3N", elsewhere("the webhook")],
	["{T0K3N", notJson],
	['{"webhook": "T0K3N"', notJson],
	[{ T0K3N: webhook }, unknownKey],
	[{ webhook, token: "T0K3N" }, unknownKey],
	[{ webhook: "" }, "the Slack secret does not contain a URL as the webhook"],
	[{ webhook: null }, "the Slack secret does not contain a URL as the webhook"],
	[{ webhook: "https://example.org/T0K3N" }, elsewhere("the webhook")],
	[{ webhooks: { a: webhook, b: "https://example.org/T0K3N" } }, elsewhere("webhook 2 of webhooks")],
	[{ webhooks: { a: webhook, "T0K3N!": webhook } }, wrongName],
	[
		{ webhooks: [webhook] },
		"the Slack secret has webhooks that are not a JSON object; write names as keys and webhooks as values",
	],
	[{ botToken: "xoxp-T0K3N" }, noToken],
	[{ botToken: "xoxb-" }, noToken],
	[{ botToken: ["xoxb-T0K3N"] }, noToken],
	[{ signingSecret: "" }, noSigning],
	[{ signingSecret: "T0K3N" }, noSigning],
	[{ signingSecret: 7 }, noSigning],
])("N07: %j is rejected with what to write, and nothing of it is repeated", (value, message) => {
	const text = typeof value === "string" ? value : JSON.stringify(value);
	expect(() => parseSlackSecret(text)).toThrow(expect.objectContaining({ name: "PermanentRejectionError", message }));
	expect(message).not.toContain("T0K3N");
});

/** Capitals and digits, so that a message in words has none of it by chance. */
const aSecret = fc.stringMatching(/^[A-Z0-9]{6,60}$/);
const aValue = fc.oneof(
	aSecret,
	aSecret.map((text) => `https://${text}.example/${text}`),
	aSecret.map((text) => `https://hooks.slack.com/${text}`),
	aSecret.map((text) => `https://${text}:${text}@hooks.slack.com/`),
	aSecret.map((text) => `xoxb-${text}`),
	aSecret.map((text) => `xoxp-${text}`),
);
const anything = fc.oneof(
	aValue,
	aSecret.map((text) => `{${text}`),
	fc.dictionary(aSecret, aValue).map((value) => JSON.stringify(value)),
	fc
		.record(
			{
				webhook: aValue,
				webhooks: fc.dictionary(fc.oneof(aSecret, aValue), aValue),
				botToken: aValue,
				signingSecret: aValue,
			},
			{ requiredKeys: [] },
		)
		.chain((value) => fc.constantFrom(JSON.stringify(value), JSON.stringify(value).slice(0, -1))),
);

test("property: no error about a secret contains six characters of it in a row", () => {
	fc.assert(
		fc.property(anything, (text) => {
			let message = "";
			try {
				parseSlackSecret(text);
			} catch (error) {
				message = String(error) + JSON.stringify(error);
			}
			const secrets = text.match(/[A-Z0-9]{6,}/g) ?? [];
			const parts = secrets.flatMap((one) => Array.from({ length: one.length - 5 }, (_, at) => one.slice(at, at + 6)));
			expect(parts.filter((part) => message.includes(part))).toEqual([]);
		}),
	);
});
