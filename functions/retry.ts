import type { SQSRecord } from "aws-lambda";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { retryDelay, retrySoon } from "../adapters/sqs/retry-soon.ts";

/** Makes failed messages of a function's own queue visible again after a short delay that grows with their deliveries. */
export const retryIn =
	(queueUrl: string) =>
	({ receiptHandle, attributes }: SQSRecord): Promise<void> =>
		retrySoon(
			sqsClient(),
			queueUrl,
			receiptHandle,
			retryDelay(Number(attributes.ApproximateReceiveCount), Math.random()),
		);
