import { expect, test } from "@jest/globals";
import { parsePolicy } from "../../policy-file/policy.ts";
import { secretNeeds } from "../../policy-file/slack-secret-needs.ts";

test.each([
	["", ["webhook"]],
	['channel: "#ops"', ["botToken"]],
	["routes: [{ match: { family: a }, channel: a }]", ["webhook", "botToken"]],
	[
		"routes: [{ match: { family: a }, webhook: b }, { match: { family: c }, webhook: a }, { match: { family: d }, webhook: b }]",
		["webhook", "webhooks.a", "webhooks.b"],
	],
	['channel: "#ops", approvers: [U012AB3CD]', ["botToken", "signingSecret"]],
])("the policy slack: { %s } needs %j of the secret", (text, needs) => {
	expect(secretNeeds(parsePolicy(`slack: { ${text} }`, "p.yaml").slack)).toEqual(needs);
});
