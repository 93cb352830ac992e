import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { retryDelay, retrySoon } from "../../../adapters/sqs/retry-soon.ts";
import { retryIn } from "../../../functions/retry.ts";
import { awsError } from "../../support/aws-errors.ts";
import { batchOf } from "../../support/route.ts";

const sqs = mockClient(SQSClient);
const queueUrl = "http://127.0.0.1/111122223333/image-scanned";

beforeEach(() => {
	sqs.reset();
});

describe("F9: a failed message comes back soon, and later each time", () => {
	test.each([
		[1, 10],
		[2, 20],
		[3, 40],
		[7, 600],
		[20, 600],
		[0, 10],
		[Number.NaN, 10],
	])("after delivery %d in at most %d seconds", (deliveries, seconds) => {
		expect(retryDelay(deliveries, 0)).toBe(seconds);
	});

	test("never at once, and never after more than ten minutes", () => {
		fc.assert(
			fc.property(fc.nat(1_000), fc.double({ min: 0, max: 1, noNaN: true }), (deliveries, random) => {
				const delay = retryDelay(deliveries, random);
				expect(Number.isInteger(delay) && delay >= 5 && delay <= 600).toBe(true);
			}),
		);
	});

	test("L13: the twenty deliveries of a queue outlast an outage of one hour", () => {
		const shortest = Array.from({ length: 19 }, (_, at) => retryDelay(at + 1, 1));
		expect(shortest.reduce((sum, seconds) => sum + seconds)).toBeGreaterThan(3_600);
	});
});

test("the message becomes visible again after the delay", async () => {
	sqs.on(ChangeMessageVisibilityCommand).resolves({});
	expect(await retrySoon(new SQSClient({}), queueUrl, "receipt", 10)).toBe(true);
	expect(sqs.calls()[0]?.args[0].input).toEqual({
		QueueUrl: queueUrl,
		ReceiptHandle: "receipt",
		VisibilityTimeout: 10,
	});
});

test.each([
	["ThrottlingException", 400, true],
	["ServiceUnavailable", 503, true],
	["AccessDeniedException", 403, true],
	["InvalidParameterValue", 400, false],
	["ReceiptHandleIsInvalid", 400, false],
])("after %s the message comes back by itself: %s %s", async (name, status, comesBack) => {
	sqs.on(ChangeMessageVisibilityCommand).rejects(awsError(name, status));
	expect(await retrySoon(new SQSClient({}), queueUrl, "receipt", 10)).toBe(comesBack);
});

test("F9: a message that another delivery has deleted is sent again, as the same attempt", async () => {
	sqs.on(ChangeMessageVisibilityCommand).rejects(awsError("InvalidParameterValue", 400));
	sqs.on(SendMessageCommand).resolves({});
	process.env["AWS_REGION"] ??= "ap-northeast-1";
	const [record] = batchOf("body").Records;
	if (record !== undefined) await retryIn(queueUrl)(record);
	expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toMatchObject({
		QueueUrl: queueUrl,
		MessageBody: "body",
		MessageAttributes: { attempt: { StringValue: "1" } },
	});
});
