import type { MessageAttributeValue } from "@aws-sdk/client-sqs";

/** SendMessage's limit for the body, including names, types and values of attributes. */
export const maxMessageBytes = 1_048_576;

/** The size of a message as SQS counts it, in bytes. */
export function messageBytesOf(body: string, attributes: Readonly<Record<string, MessageAttributeValue>>): number {
	const texts = Object.entries(attributes).flatMap(([name, { DataType, StringValue }]) => [
		name,
		DataType,
		StringValue,
	]);
	return [body, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
}
