import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { checkSlack } from "../../operations/doctor/slack.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation } from "../support/installation.ts";

async function check(secret: string | Error) {
	const secrets = mockClient(SecretsManagerClient).on(GetSecretValueCommand);
	if (secret instanceof Error) secrets.rejects(secret);
	else secrets.resolves({ SecretString: secret });
	const lambda = mockClient(LambdaClient);
	lambda.on(GetFunctionConfigurationCommand).resolves({ Role: "role", Environment: { Variables: {} } });
	lambda.on(GetFunctionConcurrencyCommand).resolves({});
	return checkSlack({ secrets: new SecretsManagerClient({}), lambda: new LambdaClient({}) }, anInstallation);
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
	expect(answer.fix.join()).toMatch(/^echo Webhook:; read -rs WEBHOOK .* put-secret-value .* file:\/\/\/dev\/stdin/);
});

test.each([
	["has no value", "ResourceNotFoundException", "put-secret-value"],
	["is marked for deletion", "InvalidRequestException", "restore-secret"],
])("is a problem if the secret %s", async (what, name, command) => {
	const { status, message, fix } = await check(awsError(name));
	expect([status, message]).toEqual(["problem", `the Slack secret ${what}, so messages wait for six hours`]);
	expect(fix.join()).toContain(command);
});
