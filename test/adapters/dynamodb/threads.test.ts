import {
	ConditionalCheckFailedException,
	DynamoDBClient,
	QueryCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readThreads, writeShown, writeThread } from "../../../adapters/dynamodb/threads.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { Thread } from "../../../domain/notifications/thread.ts";
import { awsError } from "../../support/aws-errors.ts";

const dynamodb = mockClient(DynamoDBClient);
const client = new DynamoDBClient({});
const thread: Thread = {
	channel: "#payments",
	channelId: "C0123456789",
	ts: "1795000001.000100",
	readAt: "2026-11-21T12:00:00.000Z",
	reported: ["image/scanned"],
	isEnded: false,
	said: "0f",
	shows: "1e",
	shownAt: "2026-11-21T12:00:00.000Z",
};
const key = { pk: { S: "arn:web" }, sk: { S: "thread##payments" } };
const now = "2026-11-21T12:00:01.500Z";
const write = (more: Partial<Thread> = {}) => writeThread(client, "shipshape", "arn:web", { ...thread, ...more }, now);
const inputs = () => dynamodb.calls().map(({ args }) => args[0].input);

beforeEach(() => {
	dynamodb.reset();
});

test("a thread is kept under its subject, and not written over one about a later entry", async () => {
	dynamodb.on(UpdateItemCommand).resolves({});
	await write();
	expect(inputs()).toEqual([
		{
			TableName: "shipshape",
			Key: key,
			UpdateExpression:
				"SET channelId = :channelId, ts = :ts, readAt = :readAt, reported = :reported, isEnded = :isEnded, said = :said, " +
				"shows = :shows, shownAt = :shownAt REMOVE expiresAt",
			ConditionExpression: "attribute_not_exists(readAt) OR readAt <= :readAt",
			ExpressionAttributeValues: {
				":channelId": { S: "C0123456789" },
				":ts": { S: "1795000001.000100" },
				":readAt": { S: "2026-11-21T12:00:00.000Z" },
				":reported": { L: [{ S: "image/scanned" }] },
				":isEnded": { BOOL: false },
				":said": { S: "0f" },
				":shows": { S: "1e" },
				":shownAt": { S: "2026-11-21T12:00:00.000Z" },
			},
		},
	]);
});

test("a thread expires 90 days after everything in it has ended, and not while something is open", async () => {
	dynamodb.on(UpdateItemCommand).resolves({});
	const shown = { channel: "#payments", ts: thread.ts, shows: "2d", shownAt: thread.shownAt };
	await write({ isEnded: true });
	await writeShown(client, "shipshape", "arn:web", { ...shown, isEnded: true }, now);
	await writeShown(client, "shipshape", "arn:web", { ...shown, isEnded: false }, now);
	const expiresAt = { N: String(Date.parse("2026-11-21T12:00:02Z") / 1_000 + 90 * 86_400) };
	expect(inputs()).toMatchObject([
		{
			UpdateExpression: expect.stringMatching(/^SET .*expiresAt/),
			ExpressionAttributeValues: { ":expiresAt": expiresAt },
		},
		{ ConditionExpression: "ts = :ts", ExpressionAttributeValues: { ":expiresAt": expiresAt } },
		{ UpdateExpression: expect.stringMatching(/ REMOVE expiresAt$/) },
	]);
});

test("one about a later entry is no failure; a table that does not answer is one", async () => {
	dynamodb.on(UpdateItemCommand).rejects(new ConditionalCheckFailedException({ message: "later", $metadata: {} }));
	await expect(write()).resolves.toBeUndefined();
	dynamodb.on(UpdateItemCommand).rejects(awsError("InternalServerError", 500));
	await expect(write()).rejects.toThrow(TryLaterError);
});

test("threads are read as they were written, those of all channels at once", async () => {
	const { channel, ...content } = thread;
	const other = { ...marshall({ ...content, ts: "2.0" }), ...key, sk: { S: "thread#C1" } };
	dynamodb.on(QueryCommand).resolves({ Items: [{ ...marshall({ ...content, expiresAt: 1 }), ...key }, other] });
	expect(await readThreads(client, "shipshape", "arn:web")).toEqual([thread, { ...thread, channel: "C1", ts: "2.0" }]);
	expect(inputs()).toMatchObject([
		{ ConsistentRead: true, ExpressionAttributeValues: { ":pk": key.pk, ":sk": { S: "thread#" } } },
	]);
});

test.each([true, false])(
	"a thread of an earlier version is one of which it is not known what it shows (ended: %s)",
	async (isResolved) => {
		const { isEnded, shows, shownAt, ...old } = thread;
		dynamodb
			.on(QueryCommand)
			.resolves({ Items: [{ ...marshall({ ...old, isResolved, expiresAt: 1_803_000_000 }), ...key }] });
		const read = await readThreads(client, "shipshape", "arn:web");
		expect(read).toEqual([{ ...thread, isEnded: isResolved, shows: "", shownAt: "" }]);
	},
);

test.each<[string, object]>([
	["does not say whether it has ended", { ...thread, isEnded: undefined }],
	["lacks the time stamp", { ...thread, ts: undefined }],
	["has another form", { ...thread, reported: "image/scanned" }],
])("a thread that %s is none", async (_, item) => {
	dynamodb.on(QueryCommand).resolves({ Items: [{ ...marshall(item, { removeUndefinedValues: true }), ...key }] });
	expect(await readThreads(client, "shipshape", "arn:web")).toEqual([]);
});
