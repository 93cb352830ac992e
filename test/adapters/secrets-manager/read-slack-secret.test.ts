import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createSlackSecretReader, webhookReader } from "../../../adapters/secrets-manager/read-slack-secret.ts";
import { awsError } from "../../support/aws-errors.ts";

const secrets = mockClient(SecretsManagerClient);
const client = new SecretsManagerClient({ region: "ap-northeast-1" });
const arn = "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:shipshape/slack-webhook";
const webhook = "https://hooks.slack.com/services/T/B/x";

const createWebhookReader = (...of: Parameters<typeof createSlackSecretReader>) =>
	webhookReader(createSlackSecretReader(...of));

beforeEach(() => {
	secrets.reset();
});

const asked = () => secrets.commandCalls(GetSecretValueCommand).length;

test("the webhook is read once and cached for five minutes", async () => {
	let now = 0;
	secrets.on(GetSecretValueCommand, { SecretId: arn }).resolves({ SecretString: `${webhook}\n` });
	const read = createWebhookReader(client, arn, () => now);
	expect([await read(), await read()]).toEqual([webhook, webhook]);
	now = 299_999;
	await read();
	expect(asked()).toBe(1);
	now = 300_000;
	await read();
	expect(asked()).toBe(2);
});

test("the webhook is read again if a fresh value is requested", async () => {
	secrets
		.on(GetSecretValueCommand)
		.resolvesOnce({ SecretString: `${webhook}1` })
		.resolves({ SecretString: `${webhook}2` });
	const read = createWebhookReader(client, arn);
	expect([await read(), await read("fresh"), await read()]).toEqual([`${webhook}1`, `${webhook}2`, `${webhook}2`]);
});

const missing = "the Slack secret has no value; store a webhook, or a single space to turn Slack off";

test("a blank secret turns Slack off, until a webhook is stored", async () => {
	secrets.on(GetSecretValueCommand).resolvesOnce({ SecretString: " " }).resolves({ SecretString: webhook });
	const read = createWebhookReader(client, arn);
	expect([await read(), await read()]).toEqual([null, webhook]);
});

test.each(["", undefined])("N06: a secret with the value %j is not yet filled: retried later", async (SecretString) => {
	secrets.on(GetSecretValueCommand).resolves(SecretString === undefined ? {} : { SecretString });
	await expect(createWebhookReader(client, arn)()).rejects.toMatchObject({ name: "TryLaterError", message: missing });
});

test.each(["ResourceNotFoundException", "InvalidRequestException"])(
	"N08: %s, no secret or no value yet: retried later, and a webhook that is stored meanwhile is used at once",
	async (name) => {
		secrets.on(GetSecretValueCommand).rejectsOnce(awsError(name)).resolves({ SecretString: webhook });
		const read = createWebhookReader(client, arn);
		await expect(read()).rejects.toMatchObject({ name: "TryLaterError", message: missing });
		expect(await read()).toBe(webhook);
	},
);

test.each([
	["AccessDeniedException", 400, "secretsmanager:GetSecretValue was denied (AccessDeniedException)"],
	["ThrottlingException", 400, "secretsmanager:GetSecretValue did not respond (ThrottlingException)"],
	["DecryptionFailure", 400, "secretsmanager:GetSecretValue failed (DecryptionFailure)"],
	["InternalServiceError", 500, "secretsmanager:GetSecretValue did not respond (InternalServiceError)"],
])("N06: %s is retried later, and nothing is cached", async (name, status, message) => {
	secrets
		.on(GetSecretValueCommand)
		.rejectsOnce(awsError(name, status, webhook))
		.resolves({ SecretString: webhook });
	const read = createWebhookReader(client, arn);
	await expect(read()).rejects.toMatchObject({ name: "TryLaterError", message });
	expect(await read()).toBe(webhook);
});

test("a value that cannot be used is an error each time, until it is replaced", async () => {
	secrets.on(GetSecretValueCommand).resolvesOnce({ SecretString: "{" }).resolves({ SecretString: webhook });
	const read = createSlackSecretReader(client, arn);
	await expect(read()).rejects.toMatchObject({ name: "PermanentRejectionError" });
	expect(await read()).toEqual({ webhook, webhooks: {} });
});

test.each([
	[undefined, "the Slack secret has no webhook for what no route matches"],
	["payments", "the Slack secret has no webhook payments, which a route names"],
	["constructor", "the Slack secret has no webhook constructor, which a route names"],
])("a webhook that the secret does not have is an error that names it: %j", async (name, message) => {
	secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ webhooks: { web: webhook } }) });
	const read = createSlackSecretReader(client, arn);
	await expect(webhookReader(read, name)()).rejects.toMatchObject({ name: "PermanentRejectionError", message });
	expect(await webhookReader(read, "web")()).toBe(webhook);
});
