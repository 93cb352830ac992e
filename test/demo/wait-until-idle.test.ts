import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { itemOf } from "../../adapters/dynamodb/items.ts";
import { waitUntilIdle } from "../../demo/wait-until-idle.ts";

const sqs = mockClient(SQSClient);
const dynamodb = mockClient(DynamoDBClient);
const clients = { sqs: new SQSClient({}), dynamodb: new DynamoDBClient({}) };
const deployed = {
	routes: [{ name: "ImagePushed", rules: ["r"], queue: "q", deadLetters: ["d"] }] as const,
	workers: [{ name: "ImagesInUse", queue: "w", deadLetters: ["x"] }] as const,
	ledgerTable: "t",
	slackSecret: "s",
	undelivered: ["u"],
};
const arn = "arn:aws:ecr:eu-west-1:111122223333:repository/web";
const entry = itemOf(arn, "verdicts", { arn, readAt: "2026-11-21T12:00:00.500Z", controls: {}, blocks: [] });
const handled = (sink: string, readAt: string) => itemOf(arn, `published#${sink}`, { readAt });
const depth = (waiting: number, inFlight: number) => ({
	Attributes: {
		ApproximateNumberOfMessages: String(waiting),
		ApproximateNumberOfMessagesNotVisible: String(inFlight),
		ApproximateNumberOfMessagesDelayed: "7",
	},
});
const waiting = () => waitUntilIdle(deployed, clients, new AbortController().signal, 1);

beforeEach(() => {
	sqs.reset();
	dynamodb.reset();
	sqs.on(GetQueueAttributesCommand).resolves(depth(0, 0));
	sqs.on(ReceiveMessageCommand).resolves({});
});

describe("the pipeline is idle", () => {
	test("when no message is waiting and both sinks have handled every entry; delayed messages do not count", async () => {
		const items = [
			entry,
			handled("security-hub", "2026-11-21T12:00:00.500Z"),
			handled("slack", "2026-11-21T12:00:01.000Z"),
		];
		dynamodb.on(ScanCommand).resolves({ Items: items });
		await expect(waiting()).resolves.toMatchObject({ entries: [{ arn }] });
	});

	test("when nothing has been recorded", async () => {
		dynamodb.on(ScanCommand).resolves({});
		await expect(waiting()).resolves.toMatchObject({ entries: [] });
	});

	test("when a sink has moved an undeliverable entry to its dead-letter queue", async () => {
		dynamodb.on(ScanCommand).resolves({ Items: [entry, handled("slack", "2026-11-21T12:00:00.500Z")] });
		const attribute = (StringValue: string) => ({ DataType: "String", StringValue });
		const letter = { sink: attribute("security-hub"), subject: attribute(arn) };
		sqs
			.on(ReceiveMessageCommand)
			.resolvesOnce({ Messages: [{ MessageId: "m", Body: "{}", MessageAttributes: letter }] })
			.resolves({});
		await expect(waiting()).resolves.toMatchObject({ entries: [{ arn }] });
	});
});

describe("the pipeline is not idle, and the error says why", () => {
	test.each([
		[1, 0, "ImagePushed: 1 messages waiting, 0 in flight"],
		[0, 2, "ImagePushed: 0 messages waiting, 2 in flight"],
	])("when %d messages are waiting and %d are in flight", async (visible, inFlight, message) => {
		sqs.on(GetQueueAttributesCommand).resolves(depth(visible, inFlight));
		await expect(waiting()).rejects.toThrow(message);
	});

	test("when a sink has handled only an earlier state", async () => {
		const items = [
			entry,
			handled("security-hub", "2026-11-21T12:00:00.499Z"),
			handled("slack", "2026-11-21T12:00:00.500Z"),
		];
		dynamodb.on(ScanCommand).resolves({ Items: items });
		await expect(waiting()).rejects.toThrow(`security-hub has not handled ${arn}`);
	});
});

test("an aborted run does not wait", async () => {
	const stop = new AbortController();
	stop.abort(new Error("stopped"));
	await expect(waitUntilIdle(deployed, clients, stop.signal)).rejects.toThrow("stopped");
});
