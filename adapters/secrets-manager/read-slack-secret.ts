import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PermanentRejectionError, TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed, reasonFor } from "../failures.ts";
import { parseSlackSecret, type SlackSecret } from "./slack-secret.ts";

export const permissions: readonly Permission[] = [{ action: "secretsmanager:GetSecretValue", on: "slack-secret" }];

/** What the secret contains; null when Slack is turned off. `fresh`: do not use the cached value. */
export type ReadSlackSecret = (fresh?: "fresh") => Promise<SlackSecret | null>;

/** Milliseconds for which a secret is cached; after that, a replaced secret is read. */
const cacheMs = 5 * 60_000;

/**
 * Reads the Slack secret. A blank value turns Slack off. While there is no secret or no value, or the secret is marked for deletion
 * (InvalidRequestException), a value may still be stored: TryLaterError, as for any other failure, with neither the value nor AWS's
 * message; PermanentRejectionError if it has a value that cannot be used. Only one that can is cached, so that what is stored late is
 * used at once.
 */
export function createSlackSecretReader(
	client: SecretsManagerClient,
	secretArn: string,
	now: () => number = Date.now,
): ReadSlackSecret {
	let cached: { readonly secret: SlackSecret; readonly until: number } | undefined;
	return async (fresh) => {
		if (fresh === undefined && cached !== undefined && now() < cached.until) return cached.secret;
		const secret = parseSlackSecret(await read(client, secretArn));
		cached = secret === null ? undefined : { secret, until: now() + cacheMs };
		return secret;
	};
}

/** One webhook of the secret; null when Slack is turned off. */
export type ReadWebhook = (fresh?: "fresh") => Promise<string | null>;

/** Reads the webhook with a name, or the default one, and throws PermanentRejectionError if the secret does not have it. */
export function webhookReader(readSecret: ReadSlackSecret, name?: string): ReadWebhook {
	return async (fresh) => {
		const secret = await readSecret(fresh);
		if (secret === null) return null;
		const webhook = name === undefined ? secret.webhook : secret.webhooks[name];
		if (webhook !== undefined) return webhook;
		const what = name === undefined ? "webhook for what no route matches" : `webhook ${name}, which a route names`;
		throw new PermanentRejectionError(`the Slack secret has no ${what}`);
	};
}

/** For all attempts to read it, because a message is waiting for it. */
const deadlineMs = 5_000;

const noValue = "the Slack secret has no value; store a webhook, or a single space to turn Slack off";

async function read(client: SecretsManagerClient, secretArn: string): Promise<string> {
	try {
		const command = new GetSecretValueCommand({ SecretId: secretArn });
		const { SecretString } = await callAws(
			"secretsmanager:GetSecretValue",
			(options) => client.send(command, options),
			{
				deadlineMs,
			},
		);
		if (SecretString === undefined || SecretString === "") throw new TryLaterError(noValue);
		return SecretString;
	} catch (error) {
		if (isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) throw new TryLaterError(noValue);
		if (error instanceof TryLaterError) throw error;
		throw new TryLaterError(reasonFor("secretsmanager:GetSecretValue", error));
	}
}
