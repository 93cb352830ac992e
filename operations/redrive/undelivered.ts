import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { OperatorClients } from "../../adapters/clients/operator.ts";
import { createPace } from "../../adapters/clients/pace.ts";
import { readEntry } from "../../adapters/dynamodb/get-item.ts";
import { republish } from "../../adapters/dynamodb/republish.ts";
import { explainFailure } from "../../adapters/explain-failure.ts";
import { createSlackSecretReader, webhookReader } from "../../adapters/secrets-manager/read-slack-secret.ts";
import { importFindings } from "../../adapters/security-hub/import-findings.ts";
import { apiUrlOf } from "../../adapters/slack/api-url.ts";
import type { ControlText } from "../../adapters/slack/change-item.ts";
import { postMessage } from "../../adapters/slack/post-message.ts";
import { asOf, inPlaceOf } from "../../adapters/slack/redriven-message.ts";
import { createSlackCalls } from "../../adapters/slack/slack-calls.ts";
import type { SlackMessage } from "../../adapters/slack/to-message.ts";
import { publish } from "../../adapters/sns/publish.ts";
import type { SnsMessage } from "../../adapters/sns/sns-message.ts";
import { placeOfTopic } from "../../adapters/sns/topic-arn.ts";
import type { DeadMessage } from "../../adapters/sqs/dead-letter-messages.ts";
import { PermanentRejectionError, TryLaterError } from "../../core/errors.ts";
import { type Fields, fieldsIn, isFields } from "../../core/json.ts";
import { laterOf, type Told } from "../../domain/notifications/told.ts";
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

/**
 * A message that was not taken is sent again in the way that the stack notifies people. One for Slack goes to the destination that it was
 * for; one without is for the default. It says as of when it is true. If its subject stands differently by now, that is posted instead;
 * nothing, if all of it is over.
 */
export async function deliverMessage(
	clients: OperatorClients,
	installation: Installation,
	controls: readonly ControlText[],
): Promise<Deliver> {
	const { notified } = installation;
	if (notified.by === "topic") return deliverToTopic(clients, notified.topicArn);
	const readSecret = createSlackSecretReader(clients.secrets, notified.secret);
	const origin = await originOf(clients.lambda, installation);
	const nextTurn = createPace(messagesPerSecond);
	const readBotToken = async () => (await readSecret())?.botToken ?? null;
	const bot = createSlackCalls({ readBotToken, apiUrl: apiUrlOf(origin) });
	const present = async (old: SlackMessage, told: readonly Told[], sentAt: number | null) => {
		const [only, ...others] = told;
		const time =
			told
				.map(({ readAt }) => readAt)
				.sort()
				.at(-1) ?? new Date(sentAt ?? Date.now()).toISOString();
		const entry = only === undefined || others.length > 0 ? null : await entryOf(clients, installation, only.arn);
		if (only === undefined || entry === null) return asOf(old, time);
		const later = laterOf(only, entry);
		if (later.kind === "over") return null;
		return later.kind === "changed" ? inPlaceOf(old, time, later.state, controls) : asOf(old, time);
	};
	return async ({ body, sentAt }) => {
		const content = contentOf(body);
		// A bare message is of a version without destinations.
		const { text, blocks } = fieldsIn(content["message"] ?? content);
		if (typeof text !== "string") return "it is not a message of Slack";
		const old: SlackMessage = { text, blocks: Array.isArray(blocks) ? blocks : [] };
		const { channel, webhook } = fieldsIn(content["destination"]);
		const readWebhook = webhookReader(readSecret, typeof webhook === "string" ? webhook : undefined);
		const letter = await present(old, toldOf(content), sentAt);
		if (letter === null) return null;
		await nextTurn();
		return reasonNotSent(async () => {
			if (typeof channel === "string") return bot.post(channel, letter).then(() => null);
			const outcome = await postMessage(letter, { readWebhook, origin });
			return outcome === "posted" ? null : "Slack is turned off";
		});
	};
}

/** A message that the topic did not take is published again, for the destination that it was for. */
function deliverToTopic({ sns }: OperatorClients, topicArn: string): Deliver {
	const client = sns(placeOfTopic(topicArn).region);
	return async ({ body }) => {
		const { message, destination } = contentOf(body);
		const { subject, message: forms, attributes } = fieldsIn(message);
		if (typeof subject !== "string" || !isFields(forms) || !isFields(attributes))
			return "it is not a message for a topic; the stack notified Slack when it was written";
		const { channel, webhook } = fieldsIn(destination);
		const to = {
			...(typeof channel === "string" ? { channel } : {}),
			...(typeof webhook === "string" ? { webhook } : {}),
		};
		return reasonNotSent(async () => {
			await publish(client, topicArn, { subject, message: forms, attributes } as unknown as SnsMessage, to);
			return null;
		});
	};
}

async function reasonNotSent(send: () => Promise<string | null>): Promise<string | null> {
	try {
		return await send();
	} catch (error) {
		if (error instanceof PermanentRejectionError || error instanceof TryLaterError) return error.message;
		throw error;
	}
}

/** Of a version that did not keep it, nothing is known. */
const toldOf = ({ told }: Fields): readonly Told[] => (Array.isArray(told) ? told.filter(isTold) : []);

function isTold(one: unknown): one is Told {
	const { arn, readAt, controls, blocks } = fieldsIn(one);
	return typeof arn === "string" && typeof readAt === "string" && Array.isArray(controls) && Array.isArray(blocks);
}

const entryOf = ({ dynamodb }: OperatorClients, { ledgerTable }: Installation, arn: string) =>
	explainFailure("dynamodb:GetItem", readEntry(dynamodb, ledgerTable, arn));

function contentOf(body: string): Fields {
	try {
		return fieldsIn(JSON.parse(body));
	} catch {
		return {};
	}
}
