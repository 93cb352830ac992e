import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { attemptOf, nextRequeueDelay, requeue } from "../../../adapters/sqs/requeue.ts";
import { maxMessageBytes } from "../../../adapters/sqs/send-message.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const sqs = mockClient(SQSClient);
const queueUrl = "http://127.0.0.1/111122223333/image-scanned";
const again = (body: string) => requeue(new SQSClient({}), queueUrl, { body, attempt: 2, delaySeconds: 60 });

beforeEach(() => {
	sqs.reset();
});

describe("the same event, later", () => {
	test("is sent to its own queue with the number of the attempt", async () => {
		sqs.on(SendMessageCommand).resolves({});
		await again("{}");
		expect(sqs.calls()[0]?.args[0].input).toEqual({
			QueueUrl: queueUrl,
			MessageBody: "{}",
			DelaySeconds: 60,
			MessageAttributes: { attempt: { DataType: "Number", StringValue: "2" } },
		});
	});

	test("is sent without the number if that would make it too large", async () => {
		sqs.on(SendMessageCommand).resolves({});
		await again("x".repeat(maxMessageBytes));
		expect(sqs.calls()[0]?.args[0].input).toMatchObject({ MessageAttributes: {} });
	});

	test("throws TryLaterError if SQS is unavailable", async () => {
		sqs.on(SendMessageCommand).rejects(awsError("ServiceUnavailable", 503));
		await expect(again("{}")).rejects.toBeInstanceOf(TryLaterError);
	});
});

describe("the delay until the next check", () => {
	const since = "2026-11-21T11:00:00.000Z";

	test.each([
		["at once after the push", "11:00:00.000", [1, 5, 15], 60],
		["after the first look", "11:01:00.400", [1, 5, 15], 240],
		["just before the second", "11:04:59.999", [1, 5, 15], 1],
		["after the second", "11:05:01.000", [1, 5, 15], 599],
		["at the last, exactly", "11:15:00.000", [1, 5, 15], null],
		["after the last", "11:15:01.000", [1, 5, 15], null],
		["in any order", "11:02:00.000", [15, 1, 5], 180],
		["never", "11:00:00.000", [], null],
		["further away than SQS can delay", "11:00:00.000", [60], 900],
	])("%s", (_, time, minutes, expected) => {
		expect(nextRequeueDelay(since, `2026-11-21T${time}Z`, minutes)).toBe(expected);
	});

	test.each([
		["a time that is none", "yesterday", null],
		["a push that our clock has not reached", "2026-11-22T11:00:00.000Z", 900],
	])("%s", (_, awaitedSince, expected) => {
		expect(nextRequeueDelay(awaitedSince, since, [1, 5, 15])).toBe(expected);
	});

	test("is within SQS's limits, and a chain of checks always ends", () => {
		const minutes = fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 6 });
		fc.assert(
			fc.property(minutes, fc.integer({ min: 0, max: 86_400_000 }), (waits, passed) => {
				let now = Date.parse(since) + passed;
				for (let looks = 0; looks <= 50; looks++) {
					const delay = nextRequeueDelay(since, new Date(now).toISOString(), waits);
					if (delay === null) return;
					expect(Number.isInteger(delay) && delay >= 1 && delay <= 900).toBe(true);
					now += delay * 1_000;
				}
				throw new Error("it never came to an end");
			}),
		);
	});
});

test.each([
	[{}, 1],
	[{ attempt: { stringValue: "3" } }, 3],
	[{ attempt: { stringValue: "-1" } }, 1],
	[{ attempt: { stringValue: "many" } }, 1],
	[{ attempt: {} }, 1],
])("attributes %j are attempt %i", (attributes, attempt) => {
	expect(attemptOf(attributes)).toBe(attempt);
});
