import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { sendLater } from "../../../adapters/sqs/send-later.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const sqs = mockClient(SQSClient);
const client = new SQSClient({ region: "ap-northeast-1" });
beforeEach(() => {
	sqs.reset();
});

test("the content is sent as JSON and delayed", async () => {
	sqs.on(SendMessageCommand).resolves({});
	await sendLater(client, "https://queue", [{ Id: "f0" }], 300);
	expect(sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)).toEqual([
		{ QueueUrl: "https://queue", MessageBody: '[{"Id":"f0"}]', DelaySeconds: 300, MessageAttributes: {} },
	]);
});

test("a queue that does not answer throws TryLaterError", async () => {
	sqs.on(SendMessageCommand).rejects(awsError("ServiceUnavailable", 503));
	await expect(sendLater(client, "https://queue", [], 300)).rejects.toThrow(TryLaterError);
});
