import { beforeEach, expect, test } from "@jest/globals";
import type { ReadWebhook } from "../../adapters/secrets-manager/read-webhook.ts";

export interface WebhookUnderTest {
	readonly readWebhook: ReadWebhook;
	/** Puts a value into the secret; null deletes the secret. */
	readonly put: (value: string | null) => Promise<void>;
}

const webhook = "https://hooks.slack.com/services/T/B/x";

/**
 * What the Slack sink relies on in the secret of its webhook (Secrets Manager API reference, GetSecretValue:
 * ResourceNotFoundException, InvalidRequestException for a secret that is marked for deletion). `open` answers one
 * that does not exist.
 */
export function webhookContract(open: () => Promise<WebhookUnderTest>): void {
	let secret: WebhookUnderTest;
	beforeEach(async () => {
		secret = await open();
	});

	test("without a secret Slack is not configured", async () => {
		expect(await secret.readWebhook()).toBeNull();
	});

	test("a webhook is read without the white space around it", async () => {
		await secret.put(` ${webhook}\n`);
		expect(await secret.readWebhook()).toBe(webhook);
	});

	test("with a blank secret Slack is not configured", async () => {
		await secret.put(" ");
		expect(await secret.readWebhook()).toBeNull();
	});

	test.each([
		["a replaced one", `${webhook}y`],
		["none after the secret was deleted", null],
	])("read afresh, the webhook is the current one: %s", async (_, current) => {
		await secret.put(webhook);
		expect(await secret.readWebhook()).toBe(webhook);
		await secret.put(current);
		expect(await secret.readWebhook("fresh")).toBe(current);
		expect(await secret.readWebhook()).toBe(current);
	});
}
