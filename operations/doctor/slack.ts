import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { readSecret } from "../../adapters/secrets-manager/read-secret.ts";
import { parseSlackSecret, type SlackSecret } from "../../adapters/secrets-manager/slack-secret.ts";
import { parseWebhookUrl } from "../../adapters/slack/webhook-url.ts";
import { PermanentRejectionError } from "../../core/errors.ts";
import { formatCount } from "../../core/text.ts";
import type { Installation } from "../installation.ts";
import type { NotifiedSlack } from "../notified.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand } from "../shell-command.ts";
import { originOf } from "../slack-origin.ts";
import { replaceSlackSecret, storeSlackSecret } from "./store-slack-secret.ts";

/** Whether the Slack secret has what the deployed policy needs. Neither the value nor a part of it is in the answer. */
export async function checkSlack(
	{ secrets, lambda }: { readonly secrets: SecretsManagerClient; readonly lambda: LambdaClient },
	installation: Installation,
	notified: NotifiedSlack,
): Promise<Answer> {
	const { region } = installation;
	const { secret: slackSecret, needs } = notified;
	const secret = await readSecret(secrets, slackSecret);
	if ("absent" in secret) {
		const isDeleted = secret.absent === "marked for deletion";
		const restore = awsCommand(region, "secretsmanager", "restore-secret", "--secret-id", slackSecret);
		return problem(
			`the Slack secret ${isDeleted ? "is marked for deletion" : "has no value"}, so messages wait for six hours`,
			isDeleted ? restore : storeSlackSecret(region, slackSecret, needs),
		);
	}
	try {
		const parsed = parseSlackSecret(secret.value);
		if (parsed === null) return ok("Slack is turned off: the secret is blank");
		const origin = await originOf(lambda, installation);
		for (const webhook of [parsed.webhook ?? [], Object.values(parsed.webhooks)].flat())
			parseWebhookUrl(webhook, origin);
		const missing = (needs ?? []).filter((need) => !has(parsed, need));
		if (missing.length > 0) {
			const what = `the secret has no ${missing.join(", ")}, which the deployed policy needs`;
			return problem(`${what}, so messages become undelivered`, replaceSlackSecret(region, slackSecret, needs));
		}
		return ok(`the secret has ${listOf(parsed)}`);
	} catch (error) {
		if (!(error instanceof PermanentRejectionError)) throw error;
		return problem(`${error.message}, so messages become undelivered`, replaceSlackSecret(region, slackSecret, needs));
	}
}

/** `need`: a key, or `webhooks.NAME`. */
function has({ webhooks, ...others }: SlackSecret, need: string): boolean {
	const [key = "", name] = need.split(".");
	return name === undefined ? Object.hasOwn(others, key) : webhooks[name] !== undefined;
}

/** What kinds of values it has, without the names of webhooks. */
function listOf({ webhook, webhooks, botToken, signingSecret }: SlackSecret): string {
	const named = Object.keys(webhooks).length;
	const kinds = [
		...(webhook === undefined ? [] : ["a webhook"]),
		...(named === 0 ? [] : [formatCount(named, "named webhook")]),
		...(botToken === undefined ? [] : ["a bot token"]),
		...(signingSecret === undefined ? [] : ["a signing secret"]),
	];
	return kinds.join(", ") || "no webhook and no bot token, and the deployed policy needs none";
}
