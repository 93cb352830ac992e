import type { MessageAttributeValue } from "@aws-sdk/client-sqs";

/** SendMessage's limit for the body; names, types and values of attributes count too. */
export const maxMessageBytes = 1_048_576;

/** What SQS counts of a message, in bytes. */
export function messageBytesOf(body: string, attributes: Readonly<Record<string, MessageAttributeValue>>): number {
	const texts = Object.entries(attributes).flatMap(([name, { DataType, StringValue }]) => [
		name,
		DataType,
		StringValue,
	]);
	return [body, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
}
