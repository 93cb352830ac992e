import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { callAws } from "../clients/call-aws.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "dead-letter-queue" }];

/** A complete finding or message that a sink could not deliver, and why. */
export interface Undelivered {
	readonly body: unknown;
	readonly reason: string;
	readonly sink: string;
	/** ARN; absent when the subject of the record is unknown. */
	readonly subject?: string;
	/** Identifies the item, so that copies of it count once; absent when the stream record has no id. At most 512 characters. */
	readonly messageId?: string;
}

const maxReason = 512;

/**
 * Puts an undelivered item into a dead-letter queue, with the body as JSON and the rest as attributes. A stream's own failure
 * record would contain only positions in a stream that keeps records for a day. Throws TryLaterError.
 */
export async function storeUndelivered(client: SQSClient, queueUrl: string, undelivered: Undelivered): Promise<void> {
	const { body, reason, sink, subject, messageId } = undelivered;
	const attribute = (text: string) => ({
		DataType: "String",
		StringValue: escapeForbidden(truncate(toSingleLine(text), maxReason)) || "?",
	});
	const command = new SendMessageCommand({
		QueueUrl: queueUrl,
		MessageBody: escapeForbidden(JSON.stringify(body)),
		MessageAttributes: {
			reason: attribute(reason),
			sink: attribute(sink),
			...(subject === undefined ? {} : { subject: attribute(subject) }),
			...(messageId === undefined ? {} : { messageId: attribute(messageId) }),
		},
	});
	await callAws("sqs:SendMessage", (options) => client.send(command, options));
}

/** SQS rejects these two characters anywhere in a message (SendMessage, API reference); JSON can escape them. */
const escapeForbidden = (text: string): string =>
	text.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
