import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { retryDelay, retrySoon } from "../../../adapters/sqs/retry-soon.ts";
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

const [record] = batchOf("body").Records;
if (record === undefined) throw new Error("the batch is empty");

test("F9: a message that was delivered once becomes visible again after 5 to 10 seconds", async () => {
	sqs.on(ChangeMessageVisibilityCommand).resolves({});
	await retrySoon(new SQSClient({}), queueUrl, record);
	const input = sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input;
	expect(input).toMatchObject({ QueueUrl: queueUrl, ReceiptHandle: record.receiptHandle });
	expect(input?.VisibilityTimeout).toBeGreaterThanOrEqual(5);
	expect(input?.VisibilityTimeout).toBeLessThanOrEqual(10);
});

test.each([
	["ThrottlingException", 400, "TryLaterError"],
	["AccessDeniedException", 403, "AccessDeniedException"],
	["InvalidParameterValue", 400, "InvalidParameterValue"],
])("%s is thrown, for the log", async (name, status, thrown) => {
	sqs.on(ChangeMessageVisibilityCommand).rejects(awsError(name, status));
	await expect(retrySoon(new SQSClient({}), queueUrl, record)).rejects.toMatchObject({ name: thrown });
});
