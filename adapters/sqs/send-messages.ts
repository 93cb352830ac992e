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

/** Sends messages without the queue's own delay. Throws TryLaterError if one of them was not sent; the others may have been. */
export async function sendMessages(client: SQSClient, queueUrl: string, bodies: readonly string[]): Promise<void> {
	for (const chunk of splitIntoChunks(bodies, maxEntries)) {
		const Entries = chunk.map((MessageBody, at) => ({ Id: String(at), MessageBody, DelaySeconds: 0 }));
		const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
		const { Failed = [] } = await callAws("sqs:SendMessage", (options) => client.send(command, options), {
			isComplete: ({ Successful = [], Failed = [] }) => Successful.length + Failed.length === Entries.length,
		});
		const [failed] = Failed;
		if (failed !== undefined)
			throw new TryLaterError(`sqs:SendMessage failed: ${failed.Code} ${failed.Message ?? ""}`.trim());
	}
}
