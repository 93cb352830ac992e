import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { countWaiting } from "../../../adapters/sqs/count-waiting.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const sqs = mockClient(SQSClient);
const client = sqs as unknown as SQSClient;
const url = "https://sqs/1/dead";

beforeEach(() => {
	sqs.reset();
});

test("the messages of a queue are counted with one call", async () => {
	sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: "12" } });
	expect(await countWaiting(client, url)).toBe(12);
	expect(sqs.commandCalls(GetQueueAttributesCommand).map(({ args: [{ input }] }) => input)).toEqual([
		{ QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] },
	]);
});

test("an empty response is no empty queue", async () => {
	sqs.on(GetQueueAttributesCommand).resolves({});
	await expect(countWaiting(client, url)).rejects.toThrow(/incomplete response/);
});

test("throttling is for a later attempt", async () => {
	sqs.on(GetQueueAttributesCommand).rejects(awsError("RequestThrottled"));
	await expect(countWaiting(client, url)).rejects.toThrow(TryLaterError);
});
