import {
	ConditionalCheckFailedException,
	type DynamoDBClient,
	PutItemCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem } from "../dynamodb/get-item.ts";
import { type Item, itemOf, keyOf, sortKeys } from "../dynamodb/items.ts";
import { sendMessage } from "./send-message.ts";

const partitionOf = (messageId: string): string => `dead-letter#${messageId}`;

export const permissions: readonly Permission[] = [
	{ action: "sqs:SendMessage", on: "dead-letter-queue" },
	{ action: "dynamodb:PutItem", on: "ledger", keys: [partitionOf("*")] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [partitionOf("*")] },
	{ action: "dynamodb:GetItem", on: "ledger", keys: [partitionOf("*")] },
];

/** A message that can never be processed. */
export interface DeadLetter {
	/** The id of the message as it was received; there is one letter for each. */
	readonly messageId: string;
	/** Only of a message that was redriven, which gives it a new id: the id that it had at first. */
	readonly originalId?: string | undefined;
	/** The complete original. */
	readonly body: string;
	/** Why it cannot be processed; control characters are removed and it is cut to fit. */
	readonly reason: string;
}

export interface DeadLetters {
	/**
	 * Puts a letter into the queue once, even if called repeatedly. If the function is killed after sending and before recording
	 * that, the next attempt sends a copy; both have the same attribute `messageId`. Throws TryLaterError.
	 */
	send(letter: DeadLetter): Promise<"sent" | "already there">;
}

/** The time after which another attempt's unsent letter is sent again, and the time for which a sent letter is remembered. */
const leaseMs = 30_000;
const rememberedSeconds = 15 * 86_400;

interface DeadLetterSettings {
	/** The ledger's table, in which letters are claimed before they are sent. */
	readonly table: string;
	/** Called if a letter was sent but this could not be recorded, so that a redelivery of the message may send a copy. */
	readonly onUnrecorded: (messageId: string, error: unknown) => void;
	/** Returns ISO 8601 with milliseconds; the system's clock when absent. */
	readonly now?: () => string;
}

/** Dead letters in a queue. */
export function createDeadLetters(
	sqs: SQSClient,
	queueUrl: string,
	dynamodb: DynamoDBClient,
	{ table, onUnrecorded, now = () => new Date().toISOString() }: DeadLetterSettings,
): DeadLetters {
	return {
		async send(letter) {
			const { messageId, originalId = messageId, body, reason } = letter;
			const receivedAt = now();
			if (!(await claim(dynamodb, table, messageId, receivedAt))) return "already there";
			const attributes = { reason: formatReason(reason), messageId: originalId, receivedAt };
			await sendMessage(sqs, queueUrl, { body, attributes });
			// A failure here must not cause a retry of the message, which would send it twice.
			await markSent(dynamodb, table, messageId).catch((error: unknown) => onUnrecorded(messageId, error));
			return "sent";
		},
	};
}

/** The ids of SQS have at most 100 characters (SQS Developer Guide, "Queue and message identifiers"). */
const idFormat = /^[\w.:/-]{1,100}$/;

/**
 * The id that a redriven message had at first, from its attribute `messageId`; undefined if it was not redriven. SQS keeps the
 * attributes of a message that it redrives, but gives it a new id (SQS Developer Guide, "dead-letter queue redrive").
 */
export function originalIdOf(
	attributes: Readonly<Record<string, { readonly stringValue?: string | undefined }>>,
): string | undefined {
	const id = attributes["messageId"]?.stringValue;
	return id !== undefined && idFormat.test(id) ? id : undefined;
}

/** True: send it now. False: it was already sent. Throws TryLaterError while another attempt is sending it. */
async function claim(client: DynamoDBClient, table: string, messageId: string, at: string): Promise<boolean> {
	const pk = partitionOf(messageId);
	const expiresAt = Math.floor(Date.parse(at) / 1000) + rememberedSeconds;
	const command = new PutItemCommand({
		TableName: table,
		Item: itemOf(pk, sortKeys.deadLetter, { outcome: "claimed", claimedAt: at, expiresAt }),
		ConditionExpression: "attribute_not_exists(pk) OR (outcome = :claimed AND claimedAt < :stale)",
		ExpressionAttributeValues: {
			":claimed": { S: "claimed" },
			":stale": { S: new Date(Date.parse(at) - leaseMs).toISOString() },
		},
		ReturnValuesOnConditionCheckFailure: "ALL_OLD",
	});
	try {
		await callAws("dynamodb:PutItem", (options) => client.send(command, options));
		return true;
	} catch (error) {
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
		const item: Item | undefined = error.Item ?? (await getItem(client, table, pk, sortKeys.deadLetter));
		if (item?.["outcome"]?.S === "sent") return false;
		throw new TryLaterError(`the dead letter for ${messageId} is already being sent`, { cause: error });
	}
}

/** The letter is in the queue. Throws TryLaterError. */
async function markSent(client: DynamoDBClient, table: string, messageId: string): Promise<void> {
	const command = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(partitionOf(messageId), sortKeys.deadLetter),
		UpdateExpression: "SET outcome = :sent",
		ExpressionAttributeValues: { ":sent": { S: "sent" } },
	});
	await callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
}

const maxReasonBytes = 1_024;

/** Never empty, and without control characters and the two other code points that SQS rejects. */
function formatReason(reason: string): string {
	const line = toSingleLine(reason).replace(/[\ufffe\uffff]/g, " ");
	let text = truncate(line === "" ? "no reason given" : line, maxReasonBytes);
	while (Buffer.byteLength(text) > maxReasonBytes) text = truncate(text, [...text].length - 16);
	return text;
}
