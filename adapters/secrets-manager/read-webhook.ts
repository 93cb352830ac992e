import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed, reasonFor } from "../failures.ts";

export const permissions: readonly Permission[] = [{ action: "secretsmanager:GetSecretValue", on: "slack-secret" }];

/** The webhook in the secret; null when Slack is turned off. `fresh`: do not use the cached value. */
export type ReadWebhook = (fresh?: "fresh") => Promise<string | null>;

/** Milliseconds for which a secret is cached; after that, a replaced secret is read. */
const cacheMs = 5 * 60_000;

/**
 * Reads the secret of the Slack webhook. A blank value turns Slack off. While there is no secret or no value, or the secret is marked
 * for deletion (InvalidRequestException), a webhook may still be stored: TryLaterError, as for any other failure, with neither the
 * value nor AWS's message. Only a webhook is cached, so that one that is stored late is used at once.
 */
export function createWebhookReader(
	client: SecretsManagerClient,
	secretArn: string,
	now: () => number = Date.now,
): ReadWebhook {
	let cached: { readonly webhook: string; readonly until: number } | undefined;
	return async (fresh) => {
		if (fresh === undefined && cached !== undefined && now() < cached.until) return cached.webhook;
		const webhook = await read(client, secretArn);
		cached = webhook === null ? undefined : { webhook, until: now() + cacheMs };
		return webhook;
	};
}

/** For all attempts to read it, because a message is waiting for it. */
const deadlineMs = 5_000;

const noWebhook = "the Slack secret has no value; store a webhook, or a single space to turn Slack off";

async function read(client: SecretsManagerClient, secretArn: string): Promise<string | null> {
	try {
		const command = new GetSecretValueCommand({ SecretId: secretArn });
		const { SecretString } = await callAws(
			"secretsmanager:GetSecretValue",
			(options) => client.send(command, options),
			{
				deadlineMs,
			},
		);
		if (SecretString === undefined || SecretString === "") throw new TryLaterError(noWebhook);
		return SecretString.trim() || null;
	} catch (error) {
		if (isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) throw new TryLaterError(noWebhook);
		if (error instanceof TryLaterError) throw error;
		throw new TryLaterError(reasonFor("secretsmanager:GetSecretValue", error));
	}
}
