import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { claimPost, claimRead } from "../../../adapters/dynamodb/sink-pace.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const dynamodb = mockClient(DynamoDBClient);
const claim = (now: number) => claimRead(new DynamoDBClient({}), "shipshape", "slack", 500, { now, withinMs: 5_000 });
const taken = (nextAt?: string) =>
	new ConditionalCheckFailedException({
		message: "taken",
		$metadata: {},
		...(nextAt !== undefined && { Item: { nextAt: { N: nextAt } } }),
	});

beforeEach(() => {
	dynamodb.reset();
});

test("a call is claimed for the sink, and keeps the next one away for the interval", async () => {
	dynamodb.on(UpdateItemCommand).resolves({});
	expect(await claim(1_000)).toBeNull();
	expect(dynamodb.calls().map(({ args }) => args[0].input)).toEqual([
		{
			TableName: "shipshape",
			Key: { pk: { S: "sink#slack" }, sk: { S: "next-read" } },
			UpdateExpression: "SET nextAt = :next",
			ConditionExpression: "attribute_not_exists(nextAt) OR nextAt <= :now",
			ExpressionAttributeValues: { ":now": { N: "1000" }, ":next": { N: "1500" } },
			ReturnValuesOnConditionCheckFailure: "ALL_OLD",
		},
	]);
});

test.each([
	["the time in the table", "1200", 1_200],
	["an interval, if another clock is ahead", "90000", 1_500],
	["an interval, if the response does not contain the time", undefined, 1_500],
])("after another call the next one may be claimed after %s", async (_, stored, expected) => {
	dynamodb.on(UpdateItemCommand).rejects(taken(stored));
	expect(await claim(1_000)).toBe(expected);
});

test("a table that does not respond throws TryLaterError", async () => {
	dynamodb.on(UpdateItemCommand).rejects(awsError("ThrottlingException"));
	await expect(claim(1_000)).rejects.toThrow(TryLaterError);
});

test("a message is claimed for its destination", async () => {
	dynamodb.on(UpdateItemCommand).resolves({});
	const of = { destination: "webhook#payments", intervalMs: 1_000 };
	expect(await claimPost(new DynamoDBClient({}), "shipshape", "slack", of, { now: 1_000, withinMs: 5_000 })).toBeNull();
	expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
		Key: { pk: { S: "sink#slack" }, sk: { S: "next-post#webhook#payments" } },
		ExpressionAttributeValues: { ":next": { N: "2000" } },
	});
});
