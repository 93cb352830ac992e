import {
	ChangeMessageVisibilityCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	type SQSClient,
} from "@aws-sdk/client-sqs";
import { mapConcurrently } from "../core/map-concurrently.ts";

/** Messages of a queue: visible, and in flight. Delayed messages are neither. */
export interface QueueDepth {
	readonly waiting: number;
	readonly inFlight: number;
}

export async function getQueueDepth(sqs: SQSClient, QueueUrl: string): Promise<QueueDepth> {
	const { Attributes = {} } = await sqs.send(
		new GetQueueAttributesCommand({
			QueueUrl,
			AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
		}),
	);
	return {
		waiting: Number(Attributes["ApproximateNumberOfMessages"]),
		inFlight: Number(Attributes["ApproximateNumberOfMessagesNotVisible"]),
	};
}

/** A message in a dead-letter queue. */
export interface DeadLetter {
	/** URL. */
	readonly queue: string;
	/** The id of the message that could not be processed; that of the letter itself if it has no attribute `messageId`. */
	readonly messageId: string;
	readonly body: string;
	/** Its string attributes, such as the reason. */
	readonly attributes: Readonly<Record<string, string>>;
}

/** Why the message is in the dead-letter queue. Without a reason of Shipshape or EventBridge, SQS has moved it there. */
export const reasonOf = ({ attributes }: Pick<DeadLetter, "attributes">): string =>
	attributes["reason"] ?? attributes["ERROR_MESSAGE"] ?? attributes["ERROR_CODE"] ?? "exceeded the retry limit";

const maxReads = 100;

/**
 * Reads all messages of a dead-letter queue without removing them; they are visible again afterwards. A function that is killed
 * between sending a letter and recording that leaves two copies with the same id, of which one is returned.
 */
export async function readDeadLetters(sqs: SQSClient, QueueUrl: string): Promise<DeadLetter[]> {
	const seen = new Map<string, DeadLetter>();
	const receipts: string[] = [];
	// Messages stay hidden until all are read, so that each is received once.
	for (let reads = 0; reads < maxReads; reads++) {
		const { Messages = [] } = await sqs.send(
			new ReceiveMessageCommand({
				QueueUrl,
				MaxNumberOfMessages: 10,
				VisibilityTimeout: 30,
				MessageAttributeNames: ["All"],
			}),
		);
		if (Messages.length === 0) break;
		for (const { MessageId = "", Body = "", MessageAttributes = {}, ReceiptHandle = "" } of Messages) {
			const texts = Object.entries(MessageAttributes).map(([name, value]) => [name, value.StringValue ?? ""]);
			const attributes: Readonly<Record<string, string>> = Object.fromEntries(texts);
			const messageId = attributes["messageId"] ?? MessageId;
			if (!seen.has(messageId)) seen.set(messageId, { queue: QueueUrl, messageId, body: Body, attributes });
			receipts.push(ReceiptHandle);
		}
	}
	await mapConcurrently(10, receipts, (ReceiptHandle) =>
		sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
	);
	return [...seen.values()];
}
