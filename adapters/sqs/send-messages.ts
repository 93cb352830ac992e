import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { splitIntoChunks } from "../../core/chunks.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";

/** Own queue: for subjects that the same route checks; family queue: for task definitions. */
export const permissions: readonly Permission[] = [
	{ action: "sqs:SendMessage", on: "own-queue" },
	{ action: "sqs:SendMessage", on: "family-queue" },
];

/** The limit of SendMessageBatch (SQS service model). */
const maxEntries = 10;

/**
 * Sends messages without the queue's own delay. `delays`: how many seconds later each arrives, 0 to 900, the limits of SQS; at once when
 * absent. Throws TryLaterError if one of them was not sent; the others may have been.
 */
export async function sendMessages(
	client: SQSClient,
	queueUrl: string,
	bodies: readonly string[],
	delays: readonly number[] = [],
): Promise<void> {
	const messages = bodies.map((MessageBody, at) => ({ MessageBody, DelaySeconds: delays[at] ?? 0 }));
	for (const chunk of splitIntoChunks(messages, maxEntries)) {
		const Entries = chunk.map((message, at) => ({ Id: String(at), ...message }));
		const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
		const { Failed = [] } = await callAws("sqs:SendMessage", (options) => client.send(command, options), {
			isComplete: ({ Successful = [], Failed = [] }) => Successful.length + Failed.length === Entries.length,
		});
		const [failed] = Failed;
		if (failed !== undefined)
			throw new TryLaterError(`sqs:SendMessage failed: ${failed.Code} ${failed.Message ?? ""}`.trim());
	}
}
