import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:GetQueueAttributes", on: "all-dead-letter-queues" }];

const attribute = "ApproximateNumberOfMessages";

/**
 * Number of messages that wait in a queue; approximate while it changes (SQS API reference, GetQueueAttributes). Throws TryLaterError,
 * and AWS's other errors.
 */
export async function countWaiting(client: SQSClient, QueueUrl: string): Promise<number> {
	const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [attribute] });
	const { Attributes } = await callAws("sqs:GetQueueAttributes", (options) => client.send(command, options), {
		isComplete: ({ Attributes = {} }) => /^\d+$/.test(Attributes[attribute] ?? ""),
	});
	return Number(Attributes?.[attribute]);
}
