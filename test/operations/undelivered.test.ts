import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, expect, jest, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import type { OperatorClients } from "../../adapters/clients/operator.ts";
import { deliverMessage } from "../../operations/redrive/undelivered.ts";
import { anInstallation } from "../support/installation.ts";
import { answerForSlack } from "../support/slack-network.ts";

const message = { text: "hello", blocks: [] };
const webhook = "https://hooks.slack.com/services/T/B/default";
const payments = "https://hooks.slack.com/services/T/B/payments";

afterEach(() => {
	jest.restoreAllMocks();
});

/** What becomes of a dead letter, and what was posted where. */
async function redriven(body: unknown, secret: object = { webhook, webhooks: { payments } }) {
	const posted: unknown[] = [];
	answerForSlack((url, json) => {
		posted.push([url.href, JSON.parse(json)]);
		return { status: 200, body: "ok" };
	});
	jest.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
		posted.push([String(url), JSON.parse(String(init?.body))]);
		return new Response('{"ok":true}');
	});
	mockClient(SecretsManagerClient)
		.on(GetSecretValueCommand)
		.resolves({ SecretString: JSON.stringify(secret) });
	const lambda = mockClient(LambdaClient);
	lambda.on(GetFunctionConfigurationCommand).resolves({ Role: "role" });
	lambda.on(GetFunctionConcurrencyCommand).resolves({});
	const clients = { secrets: new SecretsManagerClient({}), lambda: new LambdaClient({}) };
	const deliver = await deliverMessage(clients as OperatorClients, anInstallation);
	const letter = { id: "a", texts: {}, attributes: {}, sentAt: null, receipt: "r" };
	return { left: await deliver({ ...letter, body: JSON.stringify(body) }), posted };
}

test.each<[string, unknown, string]>([
	["that is bare, as in the version before", message, webhook],
	["without a destination", { message }, webhook],
	["for the default with a minimum severity", { destination: { minimumSeverity: "LOW" }, message }, webhook],
	["for a named webhook", { destination: { webhook: "payments" }, message }, payments],
])("a message %s is posted to its webhook", async (_, body, url) => {
	expect(await redriven(body)).toEqual({ left: null, posted: [[url, message]] });
});

test("a message for a channel is posted there by the bot", async () => {
	const secret = { webhook, botToken: "xoxb-1-2-abc" };
	expect(await redriven({ destination: { channel: "#a" }, message }, secret)).toEqual({
		left: null,
		posted: [["https://slack.com/api/chat.postMessage", { channel: "#a", ...message }]],
	});
});

test.each<[string, unknown, string]>([
	["for a channel, without a bot", { destination: { channel: "#a" }, message }, "the Slack secret has no botToken"],
	[
		"for a webhook that the secret no longer has",
		{ destination: { webhook: "b" }, message },
		"the Slack secret has no webhook b, which a route names",
	],
	["without a text", { destination: {}, message: {} }, "it is not a message of Slack"],
	["that is something else", { Id: "a" }, "it is not a message of Slack"],
])("a message %s stays with the reason, and is posted nowhere else", async (_, body, left) => {
	expect(await redriven(body)).toEqual({ left, posted: [] });
});
