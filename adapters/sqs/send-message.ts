import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { callAws } from "../clients/call-aws.ts";

/** A message to be sent. */
interface OutgoingMessage {
	readonly body: string;
	/** Seconds, 0 to 900, the limits of SQS; when absent, the queue's own delay. */
	readonly delaySeconds?: number;
	/** Strings that are neither empty nor contain characters that SQS rejects, or numbers; undefined ones are not sent. */
	readonly attributes?: Readonly<Record<string, string | number | undefined>>;
}

/** SendMessage's limit for the body, including names, types and values of attributes. */
export const maxMessageBytes = 1_048_576;

/**
 * Sends a message. The body takes precedence: attributes that would make the message too large are left out. The permission is
 * declared by the adapters that use this, because each sends to another queue. Throws TryLaterError.
 */
export async function sendMessage(
	client: SQSClient,
	queueUrl: string,
	{ body, delaySeconds, attributes = {} }: OutgoingMessage,
): Promise<void> {
	const MessageAttributes = attributeValues(attributes);
	const command = new SendMessageCommand({
		QueueUrl: queueUrl,
		MessageBody: body,
		DelaySeconds: delaySeconds,
		MessageAttributes: messageBytes(body, MessageAttributes) <= maxMessageBytes ? MessageAttributes : {},
	});
	await callAws("sqs:SendMessage", (options) => client.send(command, options));
}

const attributeValues = (attributes: NonNullable<OutgoingMessage["attributes"]>) =>
	Object.fromEntries(
		Object.entries(attributes).flatMap(([name, value]): [string, MessageAttributeValue][] => {
			if (value === undefined) return [];
			return [[name, { DataType: typeof value === "number" ? "Number" : "String", StringValue: String(value) }]];
		}),
	);

/** The size of a message as SQS counts it. */
function messageBytes(body: string, attributes: Readonly<Record<string, MessageAttributeValue>>): number {
	const texts = Object.entries(attributes).flatMap(([name, value]) => [name, value.DataType, value.StringValue]);
	return [body, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
}
