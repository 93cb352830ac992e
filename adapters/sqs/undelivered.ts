import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { cut, oneLine } from "../../core/text.ts";
import { callAws } from "../clients/call-aws.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "dead-letter-queue" }];

/** What a sink could not be told: the finding or the message itself, whole, and why. */
export interface Undelivered {
	readonly body: unknown;
	readonly reason: string;
	readonly sink: string;
	/** ARN; absent when it is not known whom the record is about. */
	readonly subject?: string;
}

const maxReason = 512;

/**
 * Puts what could not be delivered into a dead-letter queue: the body as JSON, the rest as attributes. A stream's own
 * failure record would hold only positions in a stream that forgets after a day. Throws TryLaterError.
 */
export async function keepUndelivered(client: SQSClient, queueUrl: string, undelivered: Undelivered): Promise<void> {
	const { body, reason, sink, subject } = undelivered;
	const attribute = (text: string) => ({
		DataType: "String",
		StringValue: allowed(cut(oneLine(text), maxReason)) || "?",
	});
	const command = new SendMessageCommand({
		QueueUrl: queueUrl,
		MessageBody: allowed(JSON.stringify(body)),
		MessageAttributes: {
			reason: attribute(reason),
			sink: attribute(sink),
			...(subject === undefined ? {} : { subject: attribute(subject) }),
		},
	});
	await callAws("SendMessage", (options) => client.send(command, options));
}

/** SQS refuses these two characters anywhere in a message (SendMessage, API reference); JSON can say them otherwise. */
const allowed = (text: string): string =>
	text.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
