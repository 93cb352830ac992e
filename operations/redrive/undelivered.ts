import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { OperatorClients } from "../../adapters/clients/operator.ts";
import { createPace } from "../../adapters/clients/pace.ts";
import { republish } from "../../adapters/dynamodb/republish.ts";
import { createWebhookReader } from "../../adapters/secrets-manager/read-webhook.ts";
import { importFindings } from "../../adapters/security-hub/import-findings.ts";
import { postMessage } from "../../adapters/slack/post-message.ts";
import type { SlackMessage } from "../../adapters/slack/to-message.ts";
import type { DeadMessage } from "../../adapters/sqs/dead-letter-messages.ts";
import { PermanentRejectionError, TryLaterError } from "../../core/errors.ts";
import { type Fields, fieldsIn } from "../../core/json.ts";
import type { Installation } from "../installation.ts";
import { originOf } from "../slack-origin.ts";

type Deliver = (message: DeadMessage) => Promise<string | null>;

/**
 * A finding that Security Hub did not take: its subject's whole current state is published again, which also corrects what has changed
 * since. The finding itself is imported only if the ledger no longer has its subject: Security Hub ignores it if it has a newer one.
 */
export function deliverFinding(
	{ dynamodb, securityHub }: OperatorClients,
	{ ledgerTable }: Installation,
	sink: string,
): Deliver {
	return async ({ body, texts: { subject: arn } }) => {
		const now = new Date().toISOString();
		if (arn !== undefined && (await republish(dynamodb, ledgerTable, { arn, sink, now }))) return null;
		const finding = contentOf(body);
		if (typeof finding["Id"] !== "string") return "it is not a finding";
		const { failed } = await importFindings(securityHub, [finding as unknown as AwsSecurityFinding]);
		const [failure] = failed;
		return failure === undefined ? null : `Security Hub rejected it: ${failure.code}`;
	};
}

/** Slack accepts about one message per second. */
const messagesPerSecond = 1;

/** A message that Slack did not take is posted. */
export async function deliverMessage(clients: OperatorClients, installation: Installation): Promise<Deliver> {
	const readWebhook = createWebhookReader(clients.secrets, installation.slackSecret);
	const origin = await originOf(clients.lambda, installation);
	const nextTurn = createPace(messagesPerSecond);
	return async ({ body }) => {
		const message = contentOf(body);
		if (typeof message["text"] !== "string") return "it is not a message of Slack";
		await nextTurn();
		try {
			const outcome = await postMessage(message as unknown as SlackMessage, { readWebhook, origin });
			return outcome === "posted" ? null : "Slack is turned off";
		} catch (error) {
			if (error instanceof PermanentRejectionError || error instanceof TryLaterError) return error.message;
			throw error;
		}
	};
}

function contentOf(body: string): Fields {
	try {
		return fieldsIn(JSON.parse(body));
	} catch {
		return {};
	}
}
