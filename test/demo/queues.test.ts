import {
	ChangeMessageVisibilityCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { deadLettersIn, depthOf } from "../../demo/queues.ts";

const sqs = mockClient(SQSClient);
const client = new SQSClient({});
beforeEach(() => {
	sqs.reset();
});

const message = (id: string) => ({
	MessageId: id,
	Body: `body of ${id}`,
	ReceiptHandle: `receipt of ${id}`,
	MessageAttributes: { reason: { DataType: "String", StringValue: "because" } },
});

test("dead letters are read to the last one, with their reasons, and can be seen again at once", async () => {
	sqs
		.on(ReceiveMessageCommand)
		.resolvesOnce({ Messages: [message("a"), message("b")] })
		.resolvesOnce({ Messages: [message("c")] })
		.resolves({});
	const letters = await deadLettersIn(client, "q");
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

test("an empty queue has none", async () => {
	sqs.on(ReceiveMessageCommand).resolves({});
	await expect(deadLettersIn(client, "q")).resolves.toEqual([]);
});

test("depth is what waits and what is in work", async () => {
	const Attributes = { ApproximateNumberOfMessages: "2", ApproximateNumberOfMessagesNotVisible: "1" };
	sqs.on(GetQueueAttributesCommand).resolves({ Attributes });
	await expect(depthOf(client, "q")).resolves.toEqual({ waiting: 2, inFlight: 1 });
});
