import {
	ConditionalCheckFailedException,
	DynamoDBClient,
	PutItemCommand,
	QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createReports } from "../../../adapters/dynamodb/reports.ts";
import { reportIn } from "../../../adapters/dynamodb/stream-record.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { summaryCounter } from "../../../domain/notifications/summary.ts";
import { awsError } from "../../support/aws-errors.ts";

const dynamodb = mockClient(DynamoDBClient);
const reports = createReports(new DynamoDBClient({}), "ledger");
const at = "2026-11-29T08:00:00.000Z";
const { summary } = summaryCounter(null, (text) => text).result(at, true, []);

beforeEach(() => {
	dynamodb.reset();
	dynamodb.on(PutItemCommand).resolves({});
});

const written = () => dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input.Item;

test("a summary goes through the stream as a report, without the failures by id", async () => {
	await reports.addSummary({ summary, base: { at, open: ["abcdefgh"] } }, { at: "2026-11-28T08:00:00.000Z", open: [] });
	expect(written()).toMatchObject({
		pk: { S: "sweep" },
		sk: { S: "report#summary#2026-11-28T08:00:00.000Z" },
		expiresAt: { N: String(Date.parse("2027-01-03T08:00:00.000Z") / 1_000) },
	});
	const record = { eventName: "INSERT", dynamodb: { NewImage: written() as never } } as const;
	expect(reportIn(record)).toEqual({ kind: "summary", at, summary });
});

test("more failures than fit into an item are left out", async () => {
	const base = { at, open: Array.from({ length: 50_001 }, () => "abcdefgh") };
	await reports.addSummary({ summary, base }, null);
	expect(written()).not.toHaveProperty("open");
	await reports.addSummary({ summary, base: { at, open: base.open.slice(1) } }, null);
	const largest = dynamodb.commandCalls(PutItemCommand)[1]?.args[0].input.Item?.["open"];
	expect(largest?.B).toHaveLength(300_000);
});

test("a summary that is there already is left as it is", async () => {
	dynamodb.on(PutItemCommand).rejects(new ConditionalCheckFailedException({ message: "", $metadata: {} }));
	await expect(reports.addSummary({ summary, base: { at, open: [] } }, null)).resolves.toBeUndefined();
	expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input.ConditionExpression).toBe("attribute_not_exists(pk)");
});

test("a summary that could not be read or written is a failure that may end", async () => {
	dynamodb.on(QueryCommand).rejects(awsError("ThrottlingException"));
	dynamodb.on(PutItemCommand).rejects(awsError("InternalServerError"));
	await expect(reports.lastSummary()).rejects.toThrow(TryLaterError);
	await expect(reports.addSummary({ summary, base: { at, open: [] } }, null)).rejects.toThrow(TryLaterError);
});
