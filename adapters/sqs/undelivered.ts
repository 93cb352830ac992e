import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { sendMessage } from "./send-message.ts";

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
	const attributes = Object.entries({ reason, sink, subject, messageId }).flatMap(([name, text]) =>
		text === undefined ? [] : [[name, escapeForbidden(truncate(toSingleLine(text), maxReason)) || "?"]],
	);
	await sendMessage(client, queueUrl, {
		body: escapeForbidden(JSON.stringify(body)),
		attributes: Object.fromEntries(attributes),
	});
}

/** SQS rejects these two characters anywhere in a message (SendMessage, API reference); JSON can escape them. */
const escapeForbidden = (text: string): string =>
	text.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
