import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { storeUndelivered } from "../../../adapters/sqs/undelivered.ts";
import { awsError } from "../../support/aws-errors.ts";

const sqs = mockClient(SQSClient);
const client = new SQSClient({ region: "ap-northeast-1" });
const queueUrl = "https://sqs.ap-northeast-1.amazonaws.com/111122223333/undelivered";

beforeEach(() => {
	sqs.reset();
	sqs.on(SendMessageCommand).resolves({ MessageId: "m" });
});

const sent = () => sqs.commandCalls(SendMessageCommand)[0]?.args[0].input;

test("the complete body is kept, with the reason as an attribute", async () => {
	const body = { Id: "f", Description: "<b> & \u0000 \ufffe \ud800 😀" };
	await storeUndelivered(client, queueUrl, {
		body,
		reason: "InvalidInput: no\nASFF",
		sink: "security-hub",
		subject: "arn:x",
	});
	expect(sent()).toMatchObject({
		QueueUrl: queueUrl,
		MessageAttributes: {
			reason: { DataType: "String", StringValue: "InvalidInput: no ASFF" },
			sink: { DataType: "String", StringValue: "security-hub" },
			subject: { DataType: "String", StringValue: "arn:x" },
		},
	});
	expect(JSON.parse(sent()?.MessageBody ?? "")).toEqual(body);
});

test("characters that SQS rejects are escaped", async () => {
	const body = { name: "\ufffe\uffff" };
	await storeUndelivered(client, queueUrl, { body, reason: "\ufffe\u0000", sink: "slack" });
	expect(JSON.stringify(sent())).not.toMatch(/[\ufffe\uffff]/);
	expect(sent()?.MessageAttributes).not.toHaveProperty("subject");
});

test("an empty reason is not an empty attribute, and a long one is cut", async () => {
	await storeUndelivered(client, queueUrl, { body: 1, reason: " ", sink: "slack" });
	expect(sent()?.MessageAttributes?.["reason"]?.StringValue).toBe("?");
	sqs.resetHistory();
	await storeUndelivered(client, queueUrl, { body: 1, reason: "x".repeat(9_999), sink: "slack" });
	expect(sent()?.MessageAttributes?.["reason"]?.StringValue).toHaveLength(512);
});

test("a queue that is unavailable throws TryLaterError", async () => {
	sqs.on(SendMessageCommand).rejects(awsError("RequestThrottled"));
	await expect(storeUndelivered(client, queueUrl, { body: 1, reason: "r", sink: "slack" })).rejects.toMatchObject({
		name: "TryLaterError",
	});
});
