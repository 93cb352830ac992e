import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { itemOf } from "../../adapters/dynamodb/items.ts";
import { quiet } from "../../demo/quiet.ts";

const sqs = mockClient(SQSClient);
const dynamodb = mockClient(DynamoDBClient);
const clients = { sqs: new SQSClient({}), dynamodb: new DynamoDBClient({}) };
const deployed = {
	routes: [{ name: "ImagePushed", rule: "r", queue: "q", deadLetters: ["d"] }] as const,
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
const waiting = () => quiet(deployed, clients, new AbortController().signal, 1);

beforeEach(() => {
	sqs.reset();
	dynamodb.reset();
	sqs.on(GetQueueAttributesCommand).resolves(depth(0, 0));
	sqs.on(ReceiveMessageCommand).resolves({});
});

describe("the pipeline is quiet", () => {
	test("when no message waits and both sinks have handled every entry; delayed messages do not count", async () => {
		const items = [
			entry,
			handled("security-hub", "2026-11-21T12:00:00.500Z"),
			handled("slack", "2026-11-21T12:00:01.000Z"),
		];
		dynamodb.on(ScanCommand).resolves({ Items: items });
		await expect(waiting()).resolves.toMatchObject({ entries: [{ arn }] });
	});

	test("when nothing was ever recorded", async () => {
		dynamodb.on(ScanCommand).resolves({});
		await expect(waiting()).resolves.toMatchObject({ entries: [] });
	});

	test("when a sink gave an entry up and kept what it could not deliver", async () => {
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

describe("the pipeline still moves, and the error says where", () => {
	test.each([
		[1, 0, "ImagePushed: 1 messages wait, 0 are in work"],
		[0, 2, "ImagePushed: 0 messages wait, 2 are in work"],
	])("%d messages wait, %d are in work", async (now, inFlight, said) => {
		sqs.on(GetQueueAttributesCommand).resolves(depth(now, inFlight));
		await expect(waiting()).rejects.toThrow(said);
	});

	test("a sink has handled an earlier state only", async () => {
		const items = [
			entry,
			handled("security-hub", "2026-11-21T12:00:00.499Z"),
			handled("slack", "2026-11-21T12:00:00.500Z"),
		];
		dynamodb.on(ScanCommand).resolves({ Items: items });
		await expect(waiting()).rejects.toThrow(`security-hub has not handled ${arn}`);
	});
});

test("whoever stops the run does not wait", async () => {
	const stop = new AbortController();
	stop.abort(new Error("stopped"));
	await expect(quiet(deployed, clients, stop.signal)).rejects.toThrow("stopped");
});
