import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { afterEach, describe } from "@jest/globals";
import { type SecurityHubDouble, securityHubDouble } from "../../demo/doubles/security-hub.ts";
import { securityHubContract } from "./security-hub.ts";

describe("the demo's double of Security Hub", () => {
	const account = "111122223333";
	const region = "ap-northeast-1";
	let double: SecurityHubDouble | undefined;
	afterEach(() => double?.close());

	securityHubContract(async () => {
		double = await securityHubDouble(account, region, (error) => {
			throw error;
		});
		const credentials = { accessKeyId: account, secretAccessKey: "local" };
		const client = new SecurityHubClient({ endpoint: double.url, region, credentials, maxAttempts: 1 });
		return { client, delayUpdates: double.delayUpdates };
	});
});
