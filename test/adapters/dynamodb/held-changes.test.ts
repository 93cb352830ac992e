import {
	type AttributeValue,
	ConditionalCheckFailedException,
	DeleteItemCommand,
	DynamoDBClient,
	QueryCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createHeldChanges } from "../../../adapters/dynamodb/held-changes.ts";
import { sortKeys } from "../../../adapters/dynamodb/items.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { anEntry } from "../../support/entries.ts";

const dynamodb = mockClient(DynamoDBClient);
const held = createHeldChanges(new DynamoDBClient({}), "ledger", "slack");
const { arn, readAt } = anEntry();
const item = (name: string) => ({ sk: { S: `held#${name}` }, arn: { S: name }, before: { NULL: true } });

beforeEach(() => {
	dynamodb.reset();
});

test("what is held is read page by page, no more than is asked for", async () => {
	const next = { pk: { S: "sink#slack" }, sk: { S: "held#b" } };
	dynamodb
		.on(QueryCommand)
		.resolvesOnce({ Items: [item("a"), item("b")], LastEvaluatedKey: next })
		.resolvesOnce({ Items: [item("c")], LastEvaluatedKey: { ...next, sk: { S: "held#c" } } });
	expect((await held.list(3)).map((one) => one.arn)).toEqual(["a", "b", "c"]);
	const inputs = dynamodb.commandCalls(QueryCommand).map(({ args }) => args[0].input);
	expect(inputs).toMatchObject([{ Limit: 3 }, { Limit: 1, ExclusiveStartKey: next }]);
});

test("what was held again meanwhile is not released", async () => {
	dynamodb.on(DeleteItemCommand).rejects(new ConditionalCheckFailedException({ message: "", $metadata: {} }));
	await expect(held.release(arn, readAt)).resolves.toBeUndefined();
});

test("subjects with first messages to change are apart from those that the quiet hours hold", async () => {
	const stale = createHeldChanges(new DynamoDBClient({}), "ledger", "slack", sortKeys.stale);
	dynamodb
		.on(UpdateItemCommand)
		.resolves({})
		.on(QueryCommand)
		.resolves({ Items: [] })
		.on(DeleteItemCommand)
		.resolves({});
	await stale.hold(arn, null, readAt);
	await stale.list(1);
	await stale.release(arn, readAt);
	const Key = { pk: { S: "sink#slack" }, sk: { S: `stale#${arn}` } };
	const query = { ExpressionAttributeValues: { ":pk": Key.pk, ":sk": { S: "stale#" } } };
	expect(dynamodb.calls().map(({ args }) => args[0].input)).toMatchObject([{ Key }, query, { Key }]);
});

test("what could not be held or released is a failure that may end", async () => {
	dynamodb.on(UpdateItemCommand).rejects(awsError("ThrottlingException"));
	dynamodb.on(DeleteItemCommand).rejects(awsError("InternalServerError"));
	await expect(held.hold(arn, null, readAt)).rejects.toThrow(TryLaterError);
	await expect(held.release(arn, readAt)).rejects.toThrow(TryLaterError);
});

describe("a claim that is refused", () => {
	const refused = (Item?: Record<string, AttributeValue>) =>
		new ConditionalCheckFailedException({ message: "", $metadata: {}, ...(Item === undefined ? {} : { Item }) });
	const time = { now: 1_000, until: 61_000 };

	test("means that nothing is held of the subject, or that another function is sending it", async () => {
		dynamodb
			.on(UpdateItemCommand)
			.rejectsOnce(refused())
			.rejects(refused({ claimedUntil: { N: "2000" } }));
		expect(await held.claim(arn, time)).toBeNull();
		await expect(held.claim(arn, time)).rejects.toThrow(TryLaterError);
		await expect(held.claim(arn, time)).rejects.toThrow("another function is sending what is held of the subject");
	});
});

test("a claim ends when what is held cannot be released, because a later state is held", async () => {
	dynamodb.on(DeleteItemCommand).rejects(new ConditionalCheckFailedException({ message: "", $metadata: {} }));
	await held.release(arn, readAt);
	const [update] = dynamodb.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input);
	expect(update).toMatchObject({
		UpdateExpression: "REMOVE claimedUntil",
		ConditionExpression: "attribute_exists(pk)",
	});
});
