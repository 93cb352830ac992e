import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { entryItemOf } from "../../../adapters/dynamodb/items.ts";
import { createSweptEntries } from "../../../adapters/dynamodb/swept-entries.ts";
import { anEntryOf } from "../../support/verdicts.ts";

const dynamodb = mockClient(DynamoDBClient);
const entries = createSweptEntries(new DynamoDBClient({}), "ledger");
const entry = anEntryOf({ rules: "rules-1" });
const item = entryItemOf(entry);

beforeEach(() => {
	dynamodb.reset();
});

test("the last check of each entry is read without its verdicts", async () => {
	dynamodb.on(ScanCommand).resolves({ Items: [] });
	await entries.swept(null);
	const [scan] = dynamodb.commandCalls(ScanCommand);
	const { ExpressionAttributeNames = {} } = scan?.args[0].input ?? {};
	expect(Object.values(ExpressionAttributeNames)).toContain("readAt");
	expect(Object.values(ExpressionAttributeNames)).not.toContain("controls");
});

test("an entry that a newer version wrote counts as checked with other rules", async () => {
	dynamodb.on(ScanCommand).resolves({ Items: [item, { ...item, schema: { N: "2" } }] });
	const { items } = await entries.swept(null);
	expect(items.map(({ rules }) => rules)).toEqual(["rules-1", ""]);
});

test("an item without an ARN or a time is no entry", async () => {
	const { arn, ...nameless } = item;
	const { readAt, ...timeless } = item;
	dynamodb.on(ScanCommand).resolves({ Items: [nameless, timeless] });
	expect(await entries.swept(null)).toEqual({ items: [], next: null });
});

test("the token of a page is the last key that DynamoDB read", async () => {
	const LastEvaluatedKey = { pk: { S: "a" }, sk: { S: "verdicts" } };
	dynamodb.on(ScanCommand).resolves({ Items: [], LastEvaluatedKey });
	const { next } = await entries.swept(null);
	await entries.page(next);
	expect(dynamodb.commandCalls(ScanCommand)[1]?.args[0].input.ExclusiveStartKey).toEqual(LastEvaluatedKey);
});
