import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { mapConcurrently } from "../clients/map-concurrently.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "recheck-queue" }];

const sentAtOnce = 10;

/** Sends messages that make a route check repositories again. Throws TryLaterError. */
export async function sendRechecks(client: SQSClient, queueUrl: string, bodies: readonly string[]): Promise<void> {
	await mapConcurrently(sentAtOnce, bodies, async (MessageBody) => {
		const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody });
		await callAws("sqs:SendMessage", (options) => client.send(command, options));
	});
}
