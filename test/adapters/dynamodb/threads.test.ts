import {
	ConditionalCheckFailedException,
	DynamoDBClient,
	GetItemCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readThread, writeThread } from "../../../adapters/dynamodb/threads.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { Thread } from "../../../domain/notifications/thread.ts";
import { awsError } from "../../support/aws-errors.ts";

const dynamodb = mockClient(DynamoDBClient);
const client = new DynamoDBClient({});
const thread: Thread = {
	channelId: "C0123456789",
	ts: "1795000001.000100",
	readAt: "2026-11-21T12:00:00.000Z",
	reported: ["image/scanned"],
	isResolved: false,
	said: "0f",
};
const key = { pk: { S: "arn:web" }, sk: { S: "thread##payments" } };
const write = () => writeThread(client, "shipshape", "arn:web", "#payments", thread, "2026-11-21T12:00:01.500Z");

beforeEach(() => {
	dynamodb.reset();
});

test("a thread is kept under its subject for 90 days, and not written over one about a later entry", async () => {
	dynamodb.on(UpdateItemCommand).resolves({});
	await write();
	expect(dynamodb.calls().map(({ args }) => args[0].input)).toEqual([
		{
			TableName: "shipshape",
			Key: key,
			UpdateExpression:
				"SET channelId = :channelId, ts = :ts, readAt = :readAt, reported = :reported, isResolved = :isResolved, said = :said, " +
				"expiresAt = :expiresAt",
			ConditionExpression: "attribute_not_exists(readAt) OR readAt <= :readAt",
			ExpressionAttributeValues: {
				":channelId": { S: "C0123456789" },
				":ts": { S: "1795000001.000100" },
				":readAt": { S: "2026-11-21T12:00:00.000Z" },
				":reported": { L: [{ S: "image/scanned" }] },
				":isResolved": { BOOL: false },
				":said": { S: "0f" },
				":expiresAt": { N: String(Date.parse("2026-11-21T12:00:02Z") / 1_000 + 90 * 86_400) },
			},
		},
	]);
});

test("one about a later entry is no failure; a table that does not answer is one", async () => {
	dynamodb.on(UpdateItemCommand).rejects(new ConditionalCheckFailedException({ message: "later", $metadata: {} }));
	await expect(write()).resolves.toBeUndefined();
	dynamodb.on(UpdateItemCommand).rejects(awsError("InternalServerError", 500));
	await expect(write()).rejects.toThrow(TryLaterError);
});

test("a thread is read as it was written", async () => {
	dynamodb.on(GetItemCommand).resolves({ Item: { ...marshall({ ...thread, expiresAt: 1 }), ...key } });
	expect(await readThread(client, "shipshape", "arn:web", "#payments")).toEqual(thread);
	expect(dynamodb.calls()[0]?.args[0].input).toMatchObject({ Key: key, ConsistentRead: true });
});

test.each<[string, object | undefined]>([
	["does not exist", undefined],
	["lacks the time stamp", { ...thread, ts: undefined }],
	["has another form", { ...thread, reported: "image/scanned" }],
])("a thread that %s is none", async (_, item) => {
	dynamodb
		.on(GetItemCommand)
		.resolves(item === undefined ? {} : { Item: marshall(item, { removeUndefinedValues: true }) });
	expect(await readThread(client, "shipshape", "arn:web", "#payments")).toBeNull();
});
