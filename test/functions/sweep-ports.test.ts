import { DynamoDBClient, GetItemCommand, ScanCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { entryItemOf, itemOf } from "../../adapters/dynamodb/items.ts";
import { sweepPorts } from "../../functions/sweep-ports.ts";
import { anEntryOf } from "../support/verdicts.ts";

const [dynamodb, sqs] = [mockClient(DynamoDBClient), mockClient(SQSClient)];
const before = process.env;
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const sweep = "2026-11-22T12:00:00.000Z";
const entry = anEntryOf({ state: "gone", controls: {}, readAt: "2026-11-20T12:00:00.000Z" });

beforeEach(() => {
	for (const client of [dynamodb, sqs]) client.reset();
	const urls = ["QUEUE_URL", "RECHECK_QUEUE_URL", "FAMILY_QUEUE_URL", "REFRESH_QUEUE_URL", "DEAD_LETTER_QUEUE_URL"];
	const queues = Object.fromEntries(urls.map((name) => [name, `https://sqs/${name}`]));
	const dead = { DEAD_LETTER_QUEUE_URLS: "https://sqs/dead" };
	process.env = { ...before, AWS_REGION: place.region, LEDGER_TABLE: "ledger", ...queues, ...dead };
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }));
	dynamodb.on(ScanCommand).resolves({ Items: [entryItemOf(entry)] });
	dynamodb.on(UpdateItemCommand).resolves({});
});
afterEach(() => {
	process.env = before;
});

test("a sweep's messages arrive after their delays", async () => {
	await sweepPorts("sweep").send(["now", "later"], [0, 7]);
	const [call] = sqs.commandCalls(SendMessageBatchCommand);
	expect(call?.args[0].input).toMatchObject({
		QueueUrl: "https://sqs/QUEUE_URL",
		Entries: [{ DelaySeconds: 0 }, { DelaySeconds: 7 }],
	});
});

test.each([
	["that Security Hub's sink has not handled goes through the stream again", null, 1],
	["that it has handled does not", entry.readAt, 0],
])("the end of a subject %s", async (_, handled, touched) => {
	const Item = handled === null ? undefined : itemOf(entry.arn, "published#security-hub", { readAt: handled });
	dynamodb.on(GetItemCommand).resolves({ Item });
	await sweepPorts("sweep").lists.entries({ token: null, last: null }, "", place, sweep);
	expect(dynamodb.commandCalls(GetItemCommand)[0]?.args[0].input.Key).toMatchObject({ pk: { S: entry.arn } });
	expect(dynamodb.commandCalls(UpdateItemCommand)).toHaveLength(touched);
});
