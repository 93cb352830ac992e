import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { checkSlack } from "../../operations/doctor/slack.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation } from "../support/installation.ts";

async function check(secret: string | Error, needs: readonly string[] | null = ["webhook"], variables = {}) {
	const secrets = mockClient(SecretsManagerClient).on(GetSecretValueCommand);
	if (secret instanceof Error) secrets.rejects(secret);
	else secrets.resolves({ SecretString: secret });
	const lambda = mockClient(LambdaClient);
	lambda.on(GetFunctionConfigurationCommand).resolves({ Role: "role", Environment: { Variables: variables } });
	lambda.on(GetFunctionConcurrencyCommand).resolves({});
	const clients = { secrets: new SecretsManagerClient({}), lambda: new LambdaClient({}) };
	return checkSlack(clients, anInstallation, { by: "slack", secret: "arn:aws:secretsmanager:slack", needs });
}

test.each(["https://hooks.slack.com/services/T1/B1/T0K3N", " https://hooks.slack.com/services/T1/B1/T0K3N\n"])(
	"is ok with a webhook of Slack: %j",
	async (value) => expect(await check(value)).toEqual({ status: "ok", message: "the secret has a webhook", fix: [] }),
);

test("is ok if Slack is turned off", async () => {
	expect((await check(" ")).status).toBe("ok");
});

test.each([
	"http://hooks.slack.com/services/T1/B1/T0K3N",
	"https://example.org/T0K3N",
	"T0K3N",
	"https://u:T0K3N@hooks.slack.com/x",
])("is a problem with %j, and does not show it", async (value) => {
	const answer = await check(value);
	expect(answer.status).toBe("problem");
	expect(JSON.stringify(answer)).not.toMatch(/T0K3N|example/);
	expect(answer.fix).toEqual([
		expect.stringMatching(/^echo 'This replaces the whole value of the secret\.'; echo Webhook:; read -rs WEBHOOK /),
	]);
});

test.each([
	["has no value", "ResourceNotFoundException", "put-secret-value"],
	["is marked for deletion", "InvalidRequestException", "restore-secret"],
])("is a problem if the secret %s", async (what, name, command) => {
	const { status, message, fix } = await check(awsError(name));
	expect([status, message]).toEqual(["problem", `the Slack secret ${what}, so messages wait for six hours`]);
	expect(fix.join()).toContain(command);
	expect(fix.join()).not.toContain("replaces");
});

const webhook = "https://hooks.slack.com/services/T1/B1/T0K3N";
const all = {
	webhook,
	webhooks: { payments: webhook, shop: webhook },
	botToken: "xoxb-T0K3N",
	signingSecret: `T0K3N${"a".repeat(20)}`,
};
const needsAll = ["webhook", "webhooks.payments", "botToken", "signingSecret"];

test("is ok with JSON that has all that the deployed policy needs, and says what it has without names or values", async () => {
	const message = "the secret has a webhook, 2 named webhooks, a bot token, a signing secret";
	expect(await check(JSON.stringify(all), needsAll)).toEqual({ status: "ok", message, fix: [] });
});

test.each<[object, readonly string[] | null, string]>([
	[{ ...all, webhooks: { other: webhook } }, needsAll, "webhooks.payments"],
	[{ webhooks: all.webhooks }, needsAll, "webhook, botToken, signingSecret"],
	[{}, ["webhook"], "webhook"],
	[{ webhook }, ["webhook", "webhooks.constructor"], "webhooks.constructor"],
])("is a problem that names what is missing: %j for %j", async (secret, needs, missing) => {
	const { status, message, fix } = await check(JSON.stringify(secret), needs);
	const expected = `the secret has no ${missing}, which the deployed policy needs, so messages become undelivered`;
	expect([status, message]).toEqual(["problem", expected]);
	const asked = (needs ?? []).map((need) => `"${need.replace("webhooks.", "")}":"%s"`);
	const warning = "echo 'This replaces the whole value of the secret.'; ";
	expect(fix).toEqual([expect.stringMatching(/put-secret-value .* file:\/\/\/dev\/stdin/)]);
	for (const part of needs?.length === 1 ? [warning] : [warning, ...asked]) expect(fix.join()).toContain(part);
	expect(`${message}${fix.join()}`).not.toMatch(/T0K3N|other/);
});

test("is ok with whatever a stack of a version before has, which does not say what it needs", async () => {
	expect((await check(JSON.stringify({ webhooks: all.webhooks }), null)).message).toBe(
		"the secret has 2 named webhooks",
	);
});

test("with GovSlack, is a problem if one of the webhooks is not there", async () => {
	const secret = JSON.stringify({ webhook: webhook.replace("slack.com", "slack-gov.com"), webhooks: { a: webhook } });
	const { status, message } = await check(secret, ["webhook"], { GOV_SLACK: "true" });
	const expected =
		"the URL in the Slack secret does not belong to https://hooks.slack-gov.com, so messages become undelivered";
	expect([status, message]).toEqual(["problem", expected]);
});
