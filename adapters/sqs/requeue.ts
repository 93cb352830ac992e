import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { maxMessageBytes, messageBytesOf } from "./message-size.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "own-queue" }];

/** An event that is to be handled once more. */
export interface RequeuedMessage {
	/** The original event, whole. */
	readonly body: string;
	/** How often it will have been handled then; 2 for the first repetition. */
	readonly attempt: number;
	/** Seconds, 0 to 900: SQS's own bounds. */
	readonly delaySeconds: number;
}

/** Sends an event to its own queue again, with a message attribute `attempt`. Throws TryLaterError. */
export async function requeue(
	client: SQSClient,
	queueUrl: string,
	{ body, attempt, delaySeconds }: RequeuedMessage,
): Promise<void> {
	const attributes: Record<string, MessageAttributeValue> = {
		attempt: { DataType: "Number", StringValue: String(attempt) },
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
 * Seconds until the next check, which are due `recheckMinutes` after `awaitedSince`; null when the last one is over.
 * `readAt` is when AWS was read for the look that still waits. At most what SQS can delay: a later look is reached by
 * looking more often.
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

/** How often a message has been sent: what `lookAgain` wrote, 1 for an event as EventBridge sent it. */
export function attemptOf(attributes: Readonly<Record<string, { readonly stringValue?: string | undefined }>>): number {
	const attempt = Number(attributes["attempt"]?.stringValue);
	return Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1;
}
