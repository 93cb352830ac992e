import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:ChangeMessageVisibility", on: "own-queue" }];

const firstDelaySeconds = 10;
const maxDelaySeconds = 600;
/** The call is made when the function has little time left. */
const deadlineMs = 3_000;

/**
 * Seconds until the next delivery of a message that failed: 10 after the first delivery, doubled each time, up to ten minutes; a
 * random part of up to a half is taken off, so that messages that failed together do not come back together. `random`: 0 to 1.
 */
export function retryDelay(deliveries: number, random: number): number {
	const longest = Math.min(firstDelaySeconds * 2 ** (Math.max(1, deliveries || 1) - 1), maxDelaySeconds);
	return Math.ceil(longest * (1 - random / 2));
}

/**
 * Makes a message that is being processed visible again after a delay that grows with its deliveries. Without it, or if it fails,
 * the message comes back after the queue's visibility timeout, which is made for functions that crash. Throws TryLaterError and
 * the errors of SQS.
 */
export async function retrySoon(
	client: SQSClient,
	queueUrl: string,
	{ receiptHandle, attributes }: Pick<SQSRecord, "receiptHandle" | "attributes">,
): Promise<void> {
	const command = new ChangeMessageVisibilityCommand({
		QueueUrl: queueUrl,
		ReceiptHandle: receiptHandle,
		VisibilityTimeout: retryDelay(Number(attributes.ApproximateReceiveCount), Math.random()),
	});
	await callAws("sqs:ChangeMessageVisibility", (options) => client.send(command, options), { deadlineMs });
}
