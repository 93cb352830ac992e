import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { sendMessage } from "./send-message.ts";

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
export const requeue = (
	client: SQSClient,
	queueUrl: string,
	{ body, attempt, originalId, delaySeconds }: RequeuedMessage,
): Promise<void> =>
	sendMessage(client, queueUrl, { body, delaySeconds, attributes: { attempt, messageId: originalId } });

const maxDelaySeconds = 900;

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
	return ahead.length === 0 ? null : Math.min(Math.ceil(Math.min(...ahead)), maxDelaySeconds);
}

/** The number of the attempt, as set by `requeue`; 1 for an event from EventBridge. */
export function attemptOf(attributes: Readonly<Record<string, { readonly stringValue?: string | undefined }>>): number {
	const attempt = Number(attributes["attempt"]?.stringValue);
	return Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1;
}
