import type { SQSRecord } from "aws-lambda";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { originalIdOf } from "../adapters/sqs/dead-letters.ts";
import { attemptOf, requeue } from "../adapters/sqs/requeue.ts";
import { retryDelay, retrySoon } from "../adapters/sqs/retry-soon.ts";

/**
 * Makes failed messages of a function's own queue visible again after a short delay that grows with their deliveries. SQS may
 * deliver a message twice at once; when the other delivery has succeeded and deleted it, it is sent again. Never throws.
 */
export const retryIn =
	(queueUrl: string) =>
	async ({ body, receiptHandle, attributes, messageAttributes }: SQSRecord): Promise<void> => {
		const delaySeconds = retryDelay(Number(attributes.ApproximateReceiveCount), Math.random());
		if (await retrySoon(sqsClient(), queueUrl, receiptHandle, delaySeconds)) return;
		const again = {
			body,
			attempt: attemptOf(messageAttributes),
			originalId: originalIdOf(messageAttributes),
			delaySeconds,
		};
		await requeue(sqsClient(), queueUrl, again).catch(() => undefined);
	};
