import { expect, test } from "@jest/globals";
import { dynamodbClient } from "../../../adapters/clients/dynamodb.ts";
import { ecrClient } from "../../../adapters/clients/ecr.ts";
import { ecsClient } from "../../../adapters/clients/ecs.ts";
import { secretsManagerClient } from "../../../adapters/clients/secrets-manager.ts";
import { securityHubClient } from "../../../adapters/clients/securityhub.ts";
import { sqsClient } from "../../../adapters/clients/sqs.ts";
import { ssmClient } from "../../../adapters/clients/ssm.ts";

const clients = {
	...{ dynamodbClient, ecrClient, ecsClient, secretsManagerClient, securityHubClient, sqsClient, ssmClient },
};

test.each(Object.entries(clients))("%s is created once and uses eight adaptive attempts", async (_, client) => {
	expect(client()).toBe(client());
	const { maxAttempts, retryMode } = client().config;
	expect(await maxAttempts()).toBe(8);
	expect(typeof retryMode === "function" ? await retryMode() : retryMode).toBe("adaptive");
});

test.each(Object.entries(clients))(
	"%s stops waiting for an answer after five seconds, and says so",
	async (_, client) => {
		const handler = client().config.requestHandler as unknown as { readonly configProvider: Promise<object> };
		expect(await handler.configProvider).toMatchObject({
			connectionTimeout: 1_000,
			requestTimeout: 5_000,
			throwOnRequestTimeout: true,
		});
	},
);
