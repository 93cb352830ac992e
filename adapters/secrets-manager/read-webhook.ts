import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed, reasonFor } from "../failures.ts";

export const permissions: readonly Permission[] = [{ action: "secretsmanager:GetSecretValue", on: "slack-secret" }];

/** The webhook as the secret holds it; null when Slack is not configured. `fresh`: what is remembered may be outdated. */
export type ReadWebhook = (fresh?: "fresh") => Promise<string | null>;

/** Milliseconds for which a secret is remembered: after that a rotated one is noticed by itself. */
const rememberedFor = 5 * 60_000;

/**
 * Reads the Slack webhook's secret. Not configured is: no secret, no value in it, an empty one, or one marked for deletion
 * (InvalidRequestException). Anything else that fails throws TryLaterError; neither value nor AWS's message is in it.
 */
export function webhookIn(client: SecretsManagerClient, secretArn: string, now: () => number = Date.now): ReadWebhook {
	let remembered: { readonly webhook: string | null; readonly until: number } | undefined;
	return async (fresh) => {
		if (fresh === undefined && remembered !== undefined && now() < remembered.until) return remembered.webhook;
		const webhook = await read(client, secretArn);
		remembered = { webhook, until: now() + rememberedFor };
		return webhook;
	};
}

/** For all tries of one reading: a message waits for it. */
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
