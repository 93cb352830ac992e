import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { sendMessages } from "../../../adapters/sqs/send-messages.ts";
import { TryLaterError } from "../../../core/errors.ts";

const sqs = mockClient(SQSClient);
const queueUrl = "http://127.0.0.1/111122223333/families";
const send = (...bodies: readonly string[]) => sendMessages(new SQSClient({}), queueUrl, bodies);

beforeEach(() => {
	sqs.reset();
});

test("ten messages are one call, and none of them waits for the delay of its queue", async () => {
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }));
	await send(...Array.from({ length: 21 }, (_, at) => `message ${at}`));
	const entries = sqs.calls().map(({ args }) => (args[0].input as { Entries: object[] }).Entries);
	expect(entries.map(({ length }) => length)).toEqual([10, 10, 1]);
	expect(entries.flat()[20]).toEqual({ Id: "0", MessageBody: "message 20", DelaySeconds: 0 });
});

test("a message may arrive later than the others, whichever call it is in", async () => {
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }));
	const bodies = Array.from({ length: 12 }, (_, at) => `message ${at}`);
	await sendMessages(new SQSClient({}), queueUrl, bodies, [0, ...Array(10).fill(7), 900]);
	const entries = sqs.calls().flatMap(({ args }) => (args[0].input as { Entries: { DelaySeconds: number }[] }).Entries);
	expect(entries.map(({ DelaySeconds }) => DelaySeconds)).toEqual([0, ...Array(10).fill(7), 900]);
});

test("nothing to send is no call", async () => {
	await send();
	expect(sqs.calls()).toEqual([]);
});

test("one message of ten that SQS did not accept is an error, so that the sender is retried", async () => {
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => {
		const [first, ...others] = Entries;
		return { Successful: others, Failed: [{ Id: first.Id, Code: "InternalError", SenderFault: false }] };
	});
	await expect(send("a", "b")).rejects.toThrow(new TryLaterError("sqs:SendMessage failed: InternalError"));
});

test("an answer that leaves messages out is not accepted", async () => {
	sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
	await expect(send("a")).rejects.toThrow("sqs:SendMessage returned an incomplete response");
});
