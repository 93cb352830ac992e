import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Permission } from "../../core/permission.ts";
import { createWebhookReader, permissions as ofTheReader } from "./read-webhook.ts";
import { parseSlackSecret, type SlackSecret } from "./slack-secret.ts";

export const permissions: readonly Permission[] = ofTheReader;

/** The Slack secret; null when Slack is turned off. `fresh`: do not use the cached value. Throws TryLaterError. */
export type ReadSlackSecret = (fresh?: "fresh") => Promise<SlackSecret | null>;

/** Reads the Slack secret, cached as the webhook is. */
export function createSlackSecretReader(
	client: SecretsManagerClient,
	secretArn: string,
	now: () => number = Date.now,
): ReadSlackSecret {
	const read = createWebhookReader(client, secretArn, now);
	return async (fresh) => parseSlackSecret((await read(fresh)) ?? "");
}
