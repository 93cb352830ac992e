import {
	ConditionalCheckFailedException,
	DeleteItemCommand,
	DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
	QueryCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createBlockRecords } from "../../../adapters/dynamodb/block-records.ts";
import { type Item, itemOf } from "../../../adapters/dynamodb/items.ts";
import { createLedger } from "../../../adapters/dynamodb/ledger.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { BlockIntent } from "../../../domain/blocks/intent.ts";
import { awsError, networkError } from "../../support/aws-errors.ts";
import { anEntryOf, aRecordedVerdict } from "../../support/verdicts.ts";

const dynamodb = mockClient(DynamoDBClient);
const of = [new DynamoDBClient({}), "shipshape"] as const;
const ledger = { ...createLedger(...of), ...createBlockRecords(...of) };
const entry = anEntryOf({ controls: { "task-definition/read-only-root": aRecordedVerdict({ containers: ["app"] }) } });
const { arn, readAt } = entry;
const intent: BlockIntent = {
	revision: 8,
	resource: `${arn}:8`,
	because: ["task-definition/read-only-root"],
	at: readAt,
};
const inputs = () => dynamodb.calls().map(({ args }) => args[0].input);
const conflict = (stored?: Item) =>
	new ConditionalCheckFailedException({
		message: "The conditional request failed",
		$metadata: {},
		...(stored && { Item: stored }),
	});

beforeEach(() => {
	dynamodb.reset();
});

/** Answers a query with those of the items whose sort key it asks for. */
function answerQueries(items: readonly Item[]): void {
	dynamodb.on(QueryCommand).callsFake(({ KeyConditionExpression, ExpressionAttributeValues }) => {
		const sk: string = ExpressionAttributeValues[":sk"].S;
		const matches = (text = "") => (KeyConditionExpression.includes("begins_with") ? text.startsWith(sk) : text === sk);
		return { Items: items.filter((item) => matches(item["sk"]?.S)) };
	});
}

describe("read", () => {
	const published = itemOf(arn, "published#slack", { readAt });

	test.each([
		["nothing", [], null, []],
		["an entry beside other items", [published, itemOf(arn, "verdicts", entry)], entry, []],
		["the intent of a block", [itemOf(arn, "block-intent#8", intent), itemOf(arn, "verdicts", entry)], entry, [intent]],
		["an item that is no entry", [itemOf(arn, "verdicts", { readAt })], null, []],
		["an intent without a revision", [itemOf(arn, "block-intent#8", { because: [] })], null, []],
	])("finds %s", async (_, Items, expectedEntry, intents) => {
		answerQueries(Items);
		expect(await ledger.read(arn)).toEqual({ entry: expectedEntry, intents, candidates: [] });
	});

	test("finds the linked subjects that depend on the subject, without invalid items", async () => {
		dynamodb.on(PutItemCommand).resolves({});
		await ledger.link(entry.subject, ["arn:child-1", "arn:child-2"]);
		const items = inputs().map((input) => (input as { Item: Item }).Item);
		expect(items.map((item) => [item["pk"]?.S, item["sk"]?.S])).toEqual([
			["arn:child-1", `used-by#${arn}`],
			["arn:child-2", `used-by#${arn}`],
		]);
		const Items = [...items.slice(0, 1), itemOf("arn:child-1", "used-by#x", { user: "x" })];
		answerQueries(Items);
		expect(await ledger.users("arn:child-1", null)).toEqual({ users: [entry.subject], next: null });
		const inHalfAYear = Date.now() / 1000 + 180 * 86_400;
		expect(Math.abs(Number(items[0]?.["expiresAt"]?.N) - inHalfAYear)).toBeLessThan(60);
	});

	test("replacing an intent returns the previous one", async () => {
		dynamodb
			.on(PutItemCommand)
			.resolvesOnce({})
			.resolves({ Attributes: itemOf(arn, "block-intent#8", intent) });
		expect(await ledger.recordIntent(arn, intent)).toBeNull();
		expect(await ledger.recordIntent(arn, intent)).toEqual(intent);
	});

	test("F7: reads the entry by its key, and nothing of the subjects that depend on it", async () => {
		answerQueries([]);
		await ledger.read(arn);
		const consistent = { TableName: "shipshape", ConsistentRead: true };
		expect(inputs()).toEqual([
			{
				...consistent,
				KeyConditionExpression: "pk = :pk AND sk = :sk",
				ExpressionAttributeValues: { ":pk": { S: arn }, ":sk": { S: "verdicts" } },
			},
			{
				...consistent,
				KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
				ExpressionAttributeValues: { ":pk": { S: arn }, ":sk": { S: "block-" } },
			},
		]);
	});

	test("finds the blocks that are not on the first page of a query", async () => {
		const key = { pk: { S: arn }, sk: { S: "block-candidate#7" } };
		const Items = [itemOf(arn, "block-intent#8", intent)];
		dynamodb.on(QueryCommand).resolves({ Items: [], LastEvaluatedKey: key });
		dynamodb.on(QueryCommand, { ExclusiveStartKey: key }).resolves({ Items });
		expect((await ledger.read(arn)).intents).toEqual([intent]);
	});

	test("F7: the subjects that depend on it are read page by page", async () => {
		const key = { pk: { S: arn }, sk: { S: "used-by#x" } };
		dynamodb.on(QueryCommand).resolves({ Items: [], LastEvaluatedKey: key });
		expect(await ledger.users(arn, null)).toEqual({ users: [], next: "used-by#x" });
		await ledger.users(arn, "used-by#x");
		expect(inputs()).toMatchObject([{ Limit: 100 }, { Limit: 100, ExclusiveStartKey: key }]);
		expect(inputs()[0]).not.toHaveProperty("ExclusiveStartKey");
	});

	test("does not take an empty response for an empty ledger", async () => {
		dynamodb.on(QueryCommand).resolves({});
		await expect(ledger.read(arn)).rejects.toThrow("dynamodb:Query returned an incomplete response");
	});
});

describe("write", () => {
	test("writes the first entry only if there is none", async () => {
		dynamodb.on(PutItemCommand).resolves({});
		expect(await ledger.write(entry, null)).toEqual({ kind: "written" });
		expect(inputs()).toEqual([
			{
				TableName: "shipshape",
				Item: itemOf(arn, "verdicts", { ...entry, schema: 1 }),
				ConditionExpression: "attribute_not_exists(pk)",
				ReturnValuesOnConditionCheckFailure: "ALL_OLD",
			},
		]);
	});

	test("replaces only the entry that was read", async () => {
		dynamodb.on(PutItemCommand).resolves({});
		await ledger.write(entry, "2026-11-21T10:00:00.000Z");
		expect(inputs()).toMatchObject([
			{
				ConditionExpression: "attribute_not_exists(pk) OR (readAt = :previous AND readAt < :readAt)",
				ExpressionAttributeValues: { ":previous": { S: "2026-11-21T10:00:00.000Z" }, ":readAt": { S: readAt } },
			},
		]);
	});

	test("returns the stored entry after a concurrent write", async () => {
		const stored = { ...entry, readAt: "2026-11-21T13:00:00.000Z" };
		dynamodb.on(PutItemCommand).rejects(conflict(itemOf(arn, "verdicts", stored)));
		expect(await ledger.write(entry, null)).toEqual({ kind: "conflict", stored });
	});

	test("reads the stored entry if the conflict does not contain it", async () => {
		const stored = { ...entry, rules: "others" };
		dynamodb.on(PutItemCommand).rejects(conflict());
		dynamodb.on(GetItemCommand).resolves({ Item: itemOf(arn, "verdicts", stored) });
		expect(await ledger.write(entry, null)).toEqual({ kind: "conflict", stored });
	});

	test("treats its own entry as written after a lost response", async () => {
		dynamodb.on(PutItemCommand).rejects(conflict(itemOf(arn, "verdicts", entry)));
		expect(await ledger.write({ ...entry }, null)).toEqual({ kind: "written" });
	});

	test("throws TryLaterError if the entry is deleted during the write", async () => {
		dynamodb.on(PutItemCommand).rejects(conflict());
		dynamodb.on(GetItemCommand).resolves({});
		await expect(ledger.write(entry, readAt)).rejects.toBeInstanceOf(TryLaterError);
	});

	test("writes the expiry attribute for a deleted subject", async () => {
		dynamodb.on(PutItemCommand).resolves({});
		await ledger.write({ ...entry, state: "gone", controls: {}, expiresAt: 1_800_000_000 }, null);
		expect(inputs()).toMatchObject([{ Item: { expiresAt: { N: "1800000000" } } }]);
	});
});

describe("the intent of a block", () => {
	test("is stored next to the entry", async () => {
		dynamodb.on(PutItemCommand).resolves({});
		await ledger.recordIntent(arn, intent);
		const Item = itemOf(arn, "block-intent#8", intent);
		expect(inputs()).toEqual([{ TableName: "shipshape", Item, ReturnValues: "ALL_OLD" }]);
	});

	test("is cleared", async () => {
		dynamodb.on(DeleteItemCommand).resolves({});
		await ledger.clearIntent(arn, 8);
		expect(inputs()).toEqual([{ TableName: "shipshape", Key: { pk: { S: arn }, sk: { S: "block-intent#8" } } }]);
	});
});

describe("what a sink has handled", () => {
	const key = { pk: { S: arn }, sk: { S: "published#security-hub" } };

	test.each([
		["nothing yet", undefined, null],
		["an entry", { readAt: { S: readAt } }, readAt],
	])("%s", async (_, Item, expected) => {
		dynamodb.on(GetItemCommand).resolves({ Item });
		expect(await ledger.publishedAt(arn, "security-hub")).toBe(expected);
		expect(inputs()).toMatchObject([{ Key: key, ConsistentRead: true }]);
	});

	test.each([
		["is remembered", undefined, "SET readAt = :readAt REMOVE rejections, expiresAt", { ":readAt": { S: readAt } }],
		[
			"is forgotten with its subject",
			1_800_000_000,
			"SET readAt = :readAt, expiresAt = :expiresAt REMOVE rejections",
			{ ":readAt": { S: readAt }, ":expiresAt": { N: "1800000000" } },
		],
	])("%s", async (_, expiresAt, UpdateExpression, ExpressionAttributeValues) => {
		dynamodb.on(UpdateItemCommand).resolves({});
		await ledger.confirm(arn, "security-hub", readAt, expiresAt);
		const ConditionExpression = "attribute_not_exists(readAt) OR readAt < :readAt";
		expect(inputs()).toMatchObject([{ Key: key, UpdateExpression, ConditionExpression, ExpressionAttributeValues }]);
	});

	test("never moves back, without an error", async () => {
		dynamodb.on(UpdateItemCommand).rejects(conflict());
		await expect(ledger.confirm(arn, "slack", readAt)).resolves.toBeUndefined();
	});
});

describe.each([
	["throttling", awsError("ProvisionedThroughputExceededException")],
	["silence", networkError("ETIMEDOUT", "TimeoutError")],
])("%s can be retried later", (_, error) => {
	test.each([
		["read", () => ledger.read(arn)],
		["write", () => ledger.write(entry, null)],
		["intend", () => ledger.recordIntent(arn, intent)],
		["clearIntent", () => ledger.clearIntent(arn, 8)],
		["publishedAt", () => ledger.publishedAt(arn, "slack")],
		["confirm", () => ledger.confirm(arn, "slack", readAt)],
	])("%s", async (_, call) => {
		dynamodb.rejects(error);
		await expect(call()).rejects.toBeInstanceOf(TryLaterError);
	});
});
