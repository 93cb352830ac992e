import {
	ConditionalCheckFailedException,
	DynamoDBClient,
	GetItemCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { recordUnconfirmed } from "../../../adapters/dynamodb/unconfirmed.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const dynamodb = mockClient(DynamoDBClient);
const states = [{ arn: "arn:web", readAt: "2026-11-21T12:00:00.000Z" }];
const sentFor = (time: 1 | 2) =>
	recordUnconfirmed(new DynamoDBClient({}), "shipshape", "slack", { states, time, now: "2026-11-21T12:00:01.500Z" });

beforeEach(() => {
	dynamodb.reset();
});

test.each([
	[1, "readAt"],
	[2, "twice"],
] as const)("what was sent %d times without an answer is not written over a later state", async (time, name) => {
	dynamodb.on(GetItemCommand).resolves({});
	dynamodb.on(UpdateItemCommand).resolves({});
	await sentFor(time);
	expect(dynamodb.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input)).toEqual([
		{
			TableName: "shipshape",
			Key: { pk: { S: "arn:web" }, sk: { S: "unconfirmed#slack" } },
			UpdateExpression: `SET ${name} = :readAt, expiresAt = :expiresAt${time === 2 ? ", sentWith = :sentWith" : ""}`,
			ConditionExpression: `attribute_not_exists(${name}) OR ${name} < :readAt`,
			ExpressionAttributeValues: {
				":readAt": { S: "2026-11-21T12:00:00.000Z" },
				":expiresAt": { N: "1795348801" },
				...(time === 2
					? { ":sentWith": { M: { arn: { S: "arn:web" }, readAt: { S: "2026-11-21T12:00:00.000Z" } } } }
					: {}),
			},
		},
	]);
});

test("a later state that is recorded is no failure, but one that could not be is", async () => {
	dynamodb.on(UpdateItemCommand).rejects(new ConditionalCheckFailedException({ message: "", $metadata: {} }));
	await sentFor(1);
	dynamodb.on(UpdateItemCommand).rejects(awsError("InternalServerError", 500));
	await expect(sentFor(1)).rejects.toThrow(TryLaterError);
});
