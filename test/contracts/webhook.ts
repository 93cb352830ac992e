import { beforeEach, expect, test } from "@jest/globals";
import type { ReadWebhook } from "../../adapters/secrets-manager/read-slack-secret.ts";
import { TryLaterError } from "../../core/errors.ts";

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

	test("without a secret a webhook is awaited", async () => {
		await expect(secret.readWebhook()).rejects.toThrow(TryLaterError);
	});

	test("N08: a webhook that is stored late is read at once", async () => {
		await expect(secret.readWebhook()).rejects.toThrow(TryLaterError);
		await secret.put(webhook);
		expect(await secret.readWebhook()).toBe(webhook);
	});

	test("a webhook is read without the white space around it", async () => {
		await secret.put(` ${webhook}\n`);
		expect(await secret.readWebhook()).toBe(webhook);
	});

	test("a blank secret turns Slack off, until a webhook is stored", async () => {
		await secret.put(" ");
		expect(await secret.readWebhook()).toBeNull();
		await secret.put(webhook);
		expect(await secret.readWebhook()).toBe(webhook);
	});

	test("read afresh, the webhook is the current one", async () => {
		await secret.put(webhook);
		expect(await secret.readWebhook()).toBe(webhook);
		await secret.put(`${webhook}y`);
		expect(await secret.readWebhook("fresh")).toBe(`${webhook}y`);
		expect(await secret.readWebhook()).toBe(`${webhook}y`);
	});

	test("read afresh, a secret that was deleted is awaited", async () => {
		await secret.put(webhook);
		expect(await secret.readWebhook()).toBe(webhook);
		await secret.put(null);
		await expect(secret.readWebhook("fresh")).rejects.toThrow(TryLaterError);
	});
}
