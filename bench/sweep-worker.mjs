import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

// One environment of a function as Lambda's event source mapping uses it: loads the bundle, receives up to ten messages at a time,
// and deletes those that the function does not report as failed. Ends with its parent.
const [, , bundle, QueueUrl, timeoutSeconds] = process.argv;
const { handler } = createRequire(import.meta.url)(bundle);
const sqs = new SQSClient();
process.on("disconnect", () => process.exit());
const arn = `arn:aws:sqs:${process.env.AWS_REGION}:${process.env.AWS_ACCESS_KEY_ID}:${QueueUrl.split("/").at(-1)}`;

for (;;) {
	const { Messages = [] } = await sqs.send(
		new ReceiveMessageCommand({
			QueueUrl,
			MaxNumberOfMessages: 10,
			MessageAttributeNames: ["All"],
			MessageSystemAttributeNames: ["All"],
		}),
	);
	if (Messages.length === 0) {
		// Lambda's long polling returns a message as soon as it arrives.
		await pause(50);
		continue;
	}
	const Records = Messages.map((message) => ({
		messageId: message.MessageId,
		receiptHandle: message.ReceiptHandle,
		body: message.Body,
		attributes: message.Attributes ?? {},
		messageAttributes: {},
		eventSourceARN: arn,
	}));
	const end = Date.now() + Number(timeoutSeconds) * 1_000;
	const { batchItemFailures } = await handler({ Records }, { getRemainingTimeInMillis: () => end - Date.now() });
	const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
	const Entries = Records.filter(({ messageId }) => !failed.has(messageId)).map(({ receiptHandle }, at) => ({
		Id: String(at),
		ReceiptHandle: receiptHandle,
	}));
	if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
}
