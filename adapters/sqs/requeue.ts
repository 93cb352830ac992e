import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { maxMessageBytes, messageBytesOf } from "./message-size.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "own-queue" }];

/** An event that is to be handled again. */
export interface RequeuedMessage {
	/** The complete original event. */
	readonly body: string;
	/** The number of the next attempt; 2 for the first repetition. */
	readonly attempt: number;
	/** The id of the message that was redriven from a dead-letter queue, if it was. */
	readonly originalId?: string | undefined;
	/** Seconds, 0 to 900, which are the limits of SQS. */
	readonly delaySeconds: number;
}

/** Sends an event to its own queue again, with a message attribute `attempt`. Throws TryLaterError. */
export async function requeue(
	client: SQSClient,
	queueUrl: string,
	{ body, attempt, originalId, delaySeconds }: RequeuedMessage,
): Promise<void> {
	const attributes: Record<string, MessageAttributeValue> = {
		attempt: { DataType: "Number", StringValue: String(attempt) },
		...(originalId === undefined ? {} : { messageId: { DataType: "String", StringValue: originalId } }),
	};
	const command = new SendMessageCommand({
		QueueUrl: queueUrl,
		MessageBody: body,
		DelaySeconds: delaySeconds,
		MessageAttributes: messageBytesOf(body, attributes) <= maxMessageBytes ? attributes : {},
	});
	await callAws("sqs:SendMessage", (options) => client.send(command, options));
}

const longestDelaySeconds = 900;

/**
 * Seconds until the next check, which is due `recheckMinutes` after `awaitedSince`; null when the last one is over. `readAt`
 * is the time when AWS was read for the current check. The result is at most the maximum delay of SQS; a later check is
 * reached by additional checks.
 */
export function nextRequeueDelay(
	awaitedSince: string,
	readAt: string,
	recheckMinutes: readonly number[],
): number | null {
	const waitedSeconds = (Date.parse(readAt) - Date.parse(awaitedSince)) / 1_000;
	const ahead = recheckMinutes.map((minutes) => minutes * 60 - waitedSeconds).filter((seconds) => seconds > 0);
	return ahead.length === 0 ? null : Math.min(Math.ceil(Math.min(...ahead)), longestDelaySeconds);
}

/** The number of the attempt, as set by `requeue`; 1 for an event from EventBridge. */
export function attemptOf(attributes: Readonly<Record<string, { readonly stringValue?: string | undefined }>>): number {
	const attempt = Number(attributes["attempt"]?.stringValue);
	return Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1;
}
