import {
	ConditionalCheckFailedException,
	DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createDeadLetters, type DeadLetter, originalIdOf } from "../../../adapters/sqs/dead-letters.ts";
import { maxMessageBytes } from "../../../adapters/sqs/send-message.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const [sqs, dynamodb] = [mockClient(SQSClient), mockClient(DynamoDBClient)];
const now = "2026-11-21T12:00:00.000Z";
const queueUrl = "http://127.0.0.1/111122223333/refused";
const unrecorded: unknown[] = [];
const letters = createDeadLetters(new SQSClient({}), queueUrl, new DynamoDBClient({}), {
	table: "shipshape",
	onUnrecorded: (...of) => unrecorded.push(of),
	now: () => now,
});
const letter: DeadLetter = { messageId: "m-1", body: '{"detail":', reason: "the message is not JSON" };
const refuse = (more: Partial<DeadLetter> = {}) => letters.send({ ...letter, ...more });
const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
const taken = (outcome?: string) =>
	new ConditionalCheckFailedException({
		message: "taken",
		$metadata: {},
		...(outcome !== undefined && { Item: { outcome: { S: outcome } } }),
	});

beforeEach(() => {
	sqs.reset();
	dynamodb.reset();
	sqs.on(SendMessageCommand).resolves({ MessageId: "d-1" });
	dynamodb.resolves({});
	unrecorded.length = 0;
});

test("a letter is claimed, sent complete with its reason, and remembered for fifteen days", async () => {
	expect(await refuse()).toBe("sent");
	expect(unrecorded).toEqual([]);
	expect(sent()).toEqual([
		{
			QueueUrl: queueUrl,
			MessageBody: letter.body,
			MessageAttributes: {
				reason: { DataType: "String", StringValue: letter.reason },
				messageId: { DataType: "String", StringValue: "m-1" },
				receivedAt: { DataType: "String", StringValue: now },
			},
		},
	]);
	const [claim, mark] = dynamodb.calls().map(({ args }) => args[0].input);
	expect(claim).toEqual({
		TableName: "shipshape",
		Item: {
			pk: { S: "dead-letter#m-1" },
			sk: { S: "dead-letter" },
			outcome: { S: "claimed" },
			claimedAt: { S: now },
			expiresAt: { N: String(Date.parse(now) / 1_000 + 15 * 86_400) },
		},
		ConditionExpression: "attribute_not_exists(pk) OR (outcome = :claimed AND claimedAt < :stale)",
		ExpressionAttributeValues: { ":claimed": { S: "claimed" }, ":stale": { S: "2026-11-21T11:59:30.000Z" } },
		ReturnValuesOnConditionCheckFailure: "ALL_OLD",
	});
	expect(mark).toMatchObject({
		Key: { pk: { S: "dead-letter#m-1" }, sk: { S: "dead-letter" } },
		UpdateExpression: "SET outcome = :sent",
	});
});

describe("one letter for one message", () => {
	test("a redelivery after it was sent sends nothing", async () => {
		dynamodb.on(PutItemCommand).rejects(taken("sent"));
		expect(await refuse()).toBe("already there");
		expect(sent()).toEqual([]);
	});

	test("a redelivery during another attempt is retried later", async () => {
		dynamodb.on(PutItemCommand).rejects(taken("claimed"));
		await expect(refuse()).rejects.toThrow(TryLaterError);
		expect(sent()).toEqual([]);
	});

	test("the claim is read if the conflict does not contain it", async () => {
		dynamodb.on(PutItemCommand).rejects(taken());
		dynamodb.on(GetItemCommand).resolves({ Item: { outcome: { S: "sent" } } });
		expect(await refuse()).toBe("already there");
	});

	test("a function that was killed between sending and marking leaves two copies with the same id", async () => {
		await refuse();
		// The mark was never written, and the lease of the claim is over.
		dynamodb.on(PutItemCommand).resolves({});
		expect(await refuse()).toBe("sent");
		expect(sent().map(({ MessageAttributes }) => MessageAttributes?.["messageId"]?.StringValue)).toEqual([
			"m-1",
			"m-1",
		]);
	});

	test("a letter that was sent but not marked does not cause a retry, and is reported", async () => {
		dynamodb.on(UpdateItemCommand).rejects(awsError("ThrottlingException"));
		expect(await refuse()).toBe("sent");
		expect(unrecorded).toEqual([["m-1", expect.any(TryLaterError)]]);
	});
});

test.each([
	["the claim", () => dynamodb.on(PutItemCommand).rejects(awsError("ThrottlingException")), 0],
	["the letter", () => sqs.on(SendMessageCommand).rejects(awsError("RequestThrottled")), 1],
])("if %s is throttled, TryLaterError is thrown and nothing is marked as sent", async (_, arrange, tries) => {
	arrange();
	await expect(refuse()).rejects.toBeInstanceOf(TryLaterError);
	expect(sent()).toHaveLength(tries);
	expect(dynamodb.commandCalls(UpdateItemCommand)).toHaveLength(0);
});

describe("the reason", () => {
	const reasonSent = async (reason: string): Promise<string> => {
		await refuse({ reason });
		return sent()[0]?.MessageAttributes?.["reason"]?.StringValue ?? "nothing";
	};

	test.each([
		["is on one line", "a\r\nb\u0000c\u202ed", "a b c d"],
		["has no code point that SQS refuses", "a\uffff\ufffeb\ud800", "a  b\ufffd"],
		["is never empty", "\u0000", "no reason given"],
	])("%s", async (_, reason, expected) => {
		expect(await reasonSent(reason)).toBe(expected);
	});

	test.each(["x", "ü", "😀"])("is cut to a kibibyte of %s", async (character) => {
		const reason = await reasonSent(character.repeat(3_000));
		expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(1_024);
		expect(Buffer.byteLength(reason)).toBeGreaterThan(900);
		expect(reason.endsWith("…")).toBe(true);
	});
});

test("attributes are left out if they would make the message too large", async () => {
	await refuse({ body: "x".repeat(maxMessageBytes) });
	expect(sent()).toEqual([{ QueueUrl: queueUrl, MessageBody: "x".repeat(maxMessageBytes), MessageAttributes: {} }]);
});

test.each<[string, Parameters<typeof originalIdOf>[0], string | undefined]>([
	["without attributes", {}, undefined],
	["that was redriven", { messageId: { stringValue: "m-1" } }, "m-1"],
	["whose attribute has no text", { messageId: {} }, undefined],
	["whose attribute is no id", { messageId: { stringValue: "an id\n" } }, undefined],
	["whose attribute is longer than an id", { messageId: { stringValue: "m".repeat(101) } }, undefined],
])("the original id of a message %s", (_, attributes, id) => {
	expect(originalIdOf(attributes)).toBe(id);
});
