import type { SQSRecord } from "aws-lambda";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createDeadLetters, originalIdOf } from "../adapters/sqs/dead-letters.ts";
import { attemptOf, requeue } from "../adapters/sqs/requeue.ts";
import { retrySoon } from "../adapters/sqs/retry-soon.ts";
import { jsonLog } from "../pipeline/json-log.ts";
import type { FunctionName } from "./manifest.ts";
import { variable } from "./variable.ts";

interface QueuePorts {
	/** Moves a complete message that can never succeed to the dead-letter queue, once. Throws TryLaterError. */
	readonly reject: (record: SQSRecord, reason: string) => Promise<void>;
	/** Sends the message to the function's own queue again, as the next attempt, after 0 to 900 s. Throws TryLaterError. */
	readonly requeue: (record: SQSRecord, delaySeconds: number) => Promise<void>;
	/** Makes a failed message visible again after a short delay that grows with its deliveries. Never throws. */
	readonly retrySoon: (record: SQSRecord) => Promise<void>;
}

/** The ports of a function with a queue of its own, for messages that did not succeed. A failure that is not retried is logged. */
export function queuePorts(service: FunctionName): QueuePorts {
	const queueUrl = variable("queueUrl");
	const log = jsonLog(service);
	const letters = createDeadLetters(sqsClient(), variable("deadLetterQueueUrl"), dynamodbClient(), {
		table: variable("ledgerTable"),
		onUnrecorded: (messageId, error) =>
			log.warn("sent to the dead-letter queue, but this could not be recorded; another copy may be sent", {
				messageId,
				error,
			}),
	});
	return {
		reject: async ({ messageId, messageAttributes, body }, reason) => {
			await letters.send({ messageId, originalId: originalIdOf(messageAttributes), body, reason });
		},
		requeue: ({ body, messageAttributes }, delaySeconds) =>
			requeue(sqsClient(), queueUrl, {
				body,
				attempt: attemptOf(messageAttributes) + 1,
				originalId: originalIdOf(messageAttributes),
				delaySeconds,
			}),
		retrySoon: async (record) => {
			try {
				await retrySoon(sqsClient(), queueUrl, record);
			} catch (error) {
				const { messageId } = record;
				log.warn("could not set the delay of a retry; it takes place after the visibility timeout", {
					messageId,
					error,
				});
			}
		},
	};
}
