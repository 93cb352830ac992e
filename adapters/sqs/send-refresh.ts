import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "refresh-queue" }];

/** Requests a refresh of the images in use. The message's content is for people; any message has the same effect. Throws TryLaterError. */
export async function sendRefresh(client: SQSClient, queueUrl: string, requestedAt: string): Promise<void> {
	const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ requestedAt }) });
	await callAws("sqs:SendMessage", (options) => client.send(command, options));
}
