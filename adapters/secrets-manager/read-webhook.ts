import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed, reasonFor } from "../failures.ts";

export const permissions: readonly Permission[] = [{ action: "secretsmanager:GetSecretValue", on: "slack-secret" }];

/** The webhook in the secret; null when Slack is not configured. `fresh`: do not use the cached value. */
export type ReadWebhook = (fresh?: "fresh") => Promise<string | null>;

/** Milliseconds for which a secret is cached; after that, a replaced secret is read. */
const cacheMs = 5 * 60_000;

/**
 * Reads the secret of the Slack webhook. Slack is not configured if there is no secret, or if it has no value, has an empty value or is
 * marked for deletion (InvalidRequestException). Any other failure throws TryLaterError, which contains neither the value nor AWS's message.
 */
export function createWebhookReader(
	client: SecretsManagerClient,
	secretArn: string,
	now: () => number = Date.now,
): ReadWebhook {
	let cached: { readonly webhook: string | null; readonly until: number } | undefined;
	return async (fresh) => {
		if (fresh === undefined && cached !== undefined && now() < cached.until) return cached.webhook;
		const webhook = await read(client, secretArn);
		cached = { webhook, until: now() + cacheMs };
		return webhook;
	};
}

/** For all attempts to read it, because a message is waiting for it. */
const deadlineMs = 5_000;

async function read(client: SecretsManagerClient, secretArn: string): Promise<string | null> {
	try {
		const command = new GetSecretValueCommand({ SecretId: secretArn });
		const { SecretString } = await callAws("GetSecretValue", (options) => client.send(command, options), {
			deadlineMs,
		});
		const webhook = SecretString?.trim() ?? "";
		return webhook === "" ? null : webhook;
	} catch (error) {
		if (isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) return null;
		if (error instanceof TryLaterError) throw error;
		throw new TryLaterError(reasonFor("GetSecretValue", error));
	}
}
