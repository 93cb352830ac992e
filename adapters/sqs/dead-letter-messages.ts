import {
	ChangeMessageVisibilityCommand,
	DeleteMessageCommand,
	type Message,
	type MessageAttributeValue,
	ReceiveMessageCommand,
	SendMessageCommand,
	type SQSClient,
} from "@aws-sdk/client-sqs";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull, explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";
import { originalIdOf } from "./dead-letters.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "sqs:ReceiveMessage", on: "the stack's dead-letter queues" },
	{ action: "sqs:SendMessage", on: "the stack's queues" },
	{ action: "sqs:DeleteMessage", on: "the stack's dead-letter queues" },
	{ action: "sqs:ChangeMessageVisibility", on: "the stack's dead-letter queues" },
];

/** A message that was received from a dead-letter queue. */
export interface DeadMessage {
	/** The id that the message had at first: SQS gives it a new one when it is sent again. */
	readonly id: string;
	readonly body: string;
	/** Those that are strings. */
	readonly texts: Readonly<Record<string, string>>;
	readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
	/** Epoch milliseconds; null if SQS does not say. */
	readonly sentAt: number | null;
	readonly receipt: string;
}

/** All functions throw FailedCallError. */
export interface DeadMessages {
	/** Up to ten messages, which are hidden for a minute; none if the queue is empty. */
	receive(queueUrl: string): Promise<readonly DeadMessage[]>;
	/** Sends it with all its attributes, and the id that it had at first, as the attribute `messageId`. */
	send(queueUrl: string, message: DeadMessage): Promise<void>;
	delete(queueUrl: string, message: DeadMessage): Promise<void>;
	/** Hides it for 15 minutes. */
	hide(queueUrl: string, message: DeadMessage): Promise<void>;
	/** Makes it visible again. */
	release(queueUrl: string, message: DeadMessage): Promise<void>;
}

/** Long polling asks all servers of SQS, so no message means that there is none (SQS developer guide, "Short and long polling"). */
const waitSeconds = 1;
const hiddenSeconds = 60;
const leftSeconds = 900;

export function createDeadMessages(client: SQSClient): DeadMessages {
	return {
		async receive(QueueUrl) {
			const command = new ReceiveMessageCommand({
				QueueUrl,
				MaxNumberOfMessages: 10,
				VisibilityTimeout: hiddenSeconds,
				WaitTimeSeconds: waitSeconds,
				MessageAttributeNames: ["All"],
				MessageSystemAttributeNames: ["SentTimestamp"],
			});
			const action = "sqs:ReceiveMessage";
			const { Messages = [] } = await explainFailure(
				action,
				callAws(action, (options) => client.send(command, options)),
			);
			return Messages.map(messageOf);
		},
		async send(QueueUrl, { id, body, attributes }) {
			const command = new SendMessageCommand({
				QueueUrl,
				MessageBody: body,
				MessageAttributes: { ...attributes, messageId: { DataType: "String", StringValue: id } },
			});
			await explainFailure(
				"sqs:SendMessage",
				callAws("sqs:SendMessage", (options) => client.send(command, options)),
			);
		},
		async delete(QueueUrl, { receipt }) {
			const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt });
			await explainFailure(
				"sqs:DeleteMessage",
				callAws("sqs:DeleteMessage", (options) => client.send(command, options)),
			);
		},
		hide: (queueUrl, message) => setVisibility(client, queueUrl, message, leftSeconds),
		release: (queueUrl, message) => setVisibility(client, queueUrl, message, 0),
	};
}

/** A message that is visible already is not in flight. */
async function setVisibility(
	client: SQSClient,
	QueueUrl: string,
	{ receipt: ReceiptHandle }: DeadMessage,
	VisibilityTimeout: number,
): Promise<void> {
	const action = "sqs:ChangeMessageVisibility";
	const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout });
	const answer = callAws(action, (options) => client.send(command, options));
	await answerOrNull(action, answer, notInFlight);
}

/** The name in the service model, and the one in the query protocol. */
const notInFlight = ["MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"];

function messageOf({
	MessageId = "",
	Body = "",
	MessageAttributes = {},
	Attributes,
	ReceiptHandle = "",
}: Message): DeadMessage {
	const texts = Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
		StringValue === undefined ? [] : [[name, StringValue] as const],
	);
	const sentAt = Number(Attributes?.SentTimestamp);
	return {
		id: originalIdOf({ messageId: { stringValue: MessageAttributes["messageId"]?.StringValue } }) ?? MessageId,
		body: Body,
		texts: Object.fromEntries(texts),
		attributes: MessageAttributes,
		sentAt: Number.isFinite(sentAt) ? sentAt : null,
		receipt: ReceiptHandle,
	};
}
