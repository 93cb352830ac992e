import {
	ChangeMessageVisibilityCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	type SQSClient,
} from "@aws-sdk/client-sqs";
import { atMost } from "../adapters/clients/at-most.ts";

/** Messages of a queue: to be taken now, and taken but not yet done. Delayed ones are neither. */
export interface Depth {
	readonly waiting: number;
	readonly inFlight: number;
}

export async function depthOf(sqs: SQSClient, QueueUrl: string): Promise<Depth> {
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

/** A message that nobody will take any more. */
export interface DeadLetter {
	readonly queue: string;
	readonly body: string;
	/** Its text attributes: why it is there, for one. */
	readonly attributes: Readonly<Record<string, string>>;
}

const maxReads = 100;

/** Looks at what lies in a dead-letter queue; every message stays there and can be seen again at once. */
export async function deadLettersIn(sqs: SQSClient, QueueUrl: string): Promise<DeadLetter[]> {
	const seen = new Map<string, DeadLetter>();
	const receipts: string[] = [];
	// What was read is hidden while the others are, so that each comes once.
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
	await atMost(10, receipts, (ReceiptHandle) =>
		sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
	);
	return [...seen.values()];
}
