import {
	ChangeMessageVisibilityCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { getQueueDepth, readDeadLetters } from "../../demo/queues.ts";

const sqs = mockClient(SQSClient);
const client = new SQSClient({});
beforeEach(() => {
	sqs.reset();
});

const attribute = (StringValue: string) => ({ DataType: "String", StringValue });
const message = (id: string, attributes: object = {}) => ({
	MessageId: id,
	Body: `body of ${id}`,
	ReceiptHandle: `receipt of ${id}`,
	MessageAttributes: { reason: attribute("because"), ...attributes },
});

test("all dead letters are read with their reasons and are visible again afterwards", async () => {
	sqs
		.on(ReceiveMessageCommand)
		.resolvesOnce({ Messages: [message("a"), message("b")] })
		.resolvesOnce({ Messages: [message("c")] })
		.resolves({});
	const letters = await readDeadLetters(client, "q");
	expect(letters.map(({ body, attributes }) => [body, attributes["reason"]])).toEqual([
		["body of a", "because"],
		["body of b", "because"],
		["body of c", "because"],
	]);
	const shownAgain = sqs.commandCalls(ChangeMessageVisibilityCommand).map(({ args: [command] }) => command.input);
	expect(shownAgain).toEqual(
		["a", "b", "c"].map((id) => ({ QueueUrl: "q", ReceiptHandle: `receipt of ${id}`, VisibilityTimeout: 0 })),
	);
});

test("copies of a dead letter count once, and all of them are visible again afterwards", async () => {
	const original = { messageId: attribute("original") };
	sqs
		.on(ReceiveMessageCommand)
		.resolvesOnce({ Messages: [message("a", original), message("b"), message("c", original)] })
		.resolves({});
	const letters = await readDeadLetters(client, "q");
	expect(letters.map(({ messageId, body }) => [messageId, body])).toEqual([
		["original", "body of a"],
		["b", "body of b"],
	]);
	expect(sqs.commandCalls(ChangeMessageVisibilityCommand)).toHaveLength(3);
});

test("an empty queue has no dead letters", async () => {
	sqs.on(ReceiveMessageCommand).resolves({});
	await expect(readDeadLetters(client, "q")).resolves.toEqual([]);
});

test("the depth of a queue is its visible and in-flight messages", async () => {
	const Attributes = { ApproximateNumberOfMessages: "2", ApproximateNumberOfMessagesNotVisible: "1" };
	sqs.on(GetQueueAttributesCommand).resolves({ Attributes });
	await expect(getQueueDepth(client, "q")).resolves.toEqual({ waiting: 2, inFlight: 1 });
});
