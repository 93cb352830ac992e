import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { readSecret } from "../../adapters/secrets-manager/read-secret.ts";
import { parseWebhookUrl } from "../../adapters/slack/webhook-url.ts";
import { PermanentRejectionError } from "../../core/errors.ts";
import type { Installation } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand, shellCommand } from "../shell-command.ts";
import { originOf } from "../slack-origin.ts";

/** Whether the Slack secret has a webhook that the function accepts. Neither the value nor a part of it is in the answer. */
export async function checkSlack(
	{ secrets, lambda }: { readonly secrets: SecretsManagerClient; readonly lambda: LambdaClient },
	installation: Installation,
): Promise<Answer> {
	const { region, slackSecret } = installation;
	const secret = await readSecret(secrets, slackSecret);
	if ("absent" in secret) {
		const isDeleted = secret.absent === "marked for deletion";
		const restore = awsCommand(region, "secretsmanager", "restore-secret", "--secret-id", slackSecret);
		return problem(
			`the Slack secret ${isDeleted ? "is marked for deletion" : "has no value"}, so messages wait for six hours`,
			isDeleted ? restore : store(installation),
		);
	}
	const webhook = secret.value.trim();
	if (webhook === "") return ok("Slack is turned off: the secret is blank");
	try {
		parseWebhookUrl(webhook, await originOf(lambda, installation));
		return ok("the secret has a webhook");
	} catch (error) {
		if (!(error instanceof PermanentRejectionError)) throw error;
		return problem(`${error.message}, so messages become undelivered`, store(installation));
	}
}

/** Reads the webhook from the terminal, which keeps it out of the history of the shell; the AWS CLI reads it from its standard input. */
const store = ({ region, slackSecret }: Installation): string =>
	`${shellCommand("echo", "Webhook:")}; read -rs WEBHOOK && printf %s "$WEBHOOK" | ${awsCommand(
		region,
		"secretsmanager",
		"put-secret-value",
		"--secret-id",
		slackSecret,
		"--secret-string",
		"file:///dev/stdin",
	)}; unset WEBHOOK`;
