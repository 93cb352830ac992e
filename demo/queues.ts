import {
	ChangeMessageVisibilityCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	type SQSClient,
} from "@aws-sdk/client-sqs";
import { mapConcurrently } from "../adapters/clients/at-most.ts";

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
	readonly queue: string;
	readonly body: string;
	/** Its string attributes, such as the reason. */
	readonly attributes: Readonly<Record<string, string>>;
}

const maxReads = 100;

/** Reads all messages of a dead-letter queue without removing them; they are visible again afterwards. */
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
			seen.set(MessageId, { queue: QueueUrl, body: Body, attributes: Object.fromEntries(texts) });
			receipts.push(ReceiptHandle);
		}
	}
	await mapConcurrently(10, receipts, (ReceiptHandle) =>
		sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
	);
	return [...seen.values()];
}
