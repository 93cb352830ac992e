import {
	DeleteItemCommand,
	DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
	QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { envelopeOf } from "../../core/event.ts";
import { workers } from "../../functions/manifest.ts";
import { refreshPorts } from "../../functions/refresh-ports.ts";
import { parseRecheck } from "../../pipeline/recheck.ts";
import { refreshImagesInUse } from "../../pipeline/refresh-images-in-use.ts";
import { awsError } from "../support/aws-errors.ts";
import { deniedKeys } from "../support/permitted-keys.ts";

const [ecs, dynamodb, sqs] = [mockClient(ECSClient), mockClient(DynamoDBClient), mockClient(SQSClient)];
const before = process.env;
const [own, pushes, dead] = ["own", "pushes", "dead"].map((name) => `https://sqs/${name}`) as [string, string, string];
const arn = "arn:aws:ecr:ap-northeast-1:111122223333:repository/team/web";

beforeEach(() => {
	jest.spyOn(process.stdout, "write").mockReturnValue(true);
	for (const client of [ecs, dynamodb, sqs]) client.reset();
	const variables = { LEDGER_TABLE: "ledger", QUEUE_URL: own, RECHECK_QUEUE_URL: pushes, DEAD_LETTER_QUEUE_URL: dead };
	process.env = { ...before, AWS_REGION: "ap-northeast-1", ...variables };
	for (const client of [dynamodb, sqs]) client.resolves({});
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }));
	dynamodb.on(QueryCommand).resolves({ Items: [{ arn: { S: arn } }] });
	ecs.on(ListClustersCommand).resolves({ clusterArns: [] });
});
afterEach(() => {
	const [worker] = workers.filter(({ name }) => name === "refresh-images-in-use");
	expect(worker && deniedKeys(worker, dynamodb.calls())).toEqual([]);
	jest.restoreAllMocks();
	process.env = before;
});

const handle = (attempt?: number) => {
	const messageAttributes = { attempt: { stringValue: String(attempt), dataType: "Number" } };
	const record = {
		messageId: "m",
		receiptHandle: "r",
		attributes: { ApproximateReceiveCount: "1" },
		body: "{}",
		eventSourceARN: "arn:aws:sqs:ap-northeast-1:111122223333:own",
		messageAttributes: attempt === undefined ? {} : messageAttributes,
	};
	return refreshImagesInUse(refreshPorts("refresh-images-in-use"))({ Records: [record] } as unknown as SQSEvent);
};
const sent = () =>
	sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => {
		const { QueueUrl, DelaySeconds, MessageAttributes, MessageBody = "" } = input;
		return { QueueUrl, DelaySeconds, attempt: MessageAttributes?.["attempt"]?.StringValue, MessageBody };
	});
const rechecks = () =>
	sqs
		.commandCalls(SendMessageBatchCommand)
		.flatMap(({ args: [{ input }] }) =>
			(input.Entries ?? []).map(({ MessageBody = "" }) => ({ QueueUrl: input.QueueUrl, MessageBody })),
		);
const stored = () => dynamodb.commandCalls(PutItemCommand).map(({ args: [{ input }] }) => input.Item?.["sk"]?.S);

describe("the function that reads which images are in use", () => {
	test("stores them, and sends a message of its own for each repository that waits", async () => {
		expect(await handle()).toEqual({ batchItemFailures: [] });
		expect(stored()).toEqual(["refresh", "snapshot", "refresh", "request"]);
		const [{ QueueUrl, MessageBody } = { QueueUrl: "", MessageBody: "{}" }, ...others] = rechecks();
		expect([QueueUrl, others]).toEqual([pushes, []]);
		expect(parseRecheck(envelopeOf(JSON.parse(MessageBody)))).toMatchObject({
			kind: "check",
			subjects: [{ kind: "repository", account: "111122223333", region: "ap-northeast-1", name: "team/web" }],
		});
		expect(dynamodb.commandCalls(DeleteItemCommand).map(({ args: [{ input }] }) => input.Key)).toEqual([
			{ pk: { S: "used-images" }, sk: { S: `waiting#${arn}` } },
		]);
	});

	test("that is throttled sends the request again, as the next attempt, and stores nothing", async () => {
		ecs.on(ListClustersCommand).rejects(awsError("ThrottlingException"));
		expect(await handle()).toEqual({ batchItemFailures: [] });
		expect(sent()).toMatchObject([{ QueueUrl: own, DelaySeconds: 60, attempt: "2", MessageBody: "{}" }]);
		expect(stored()).toEqual(["refresh", "refresh", "request"]);
	});

	test("that failed for more than an hour makes a dead letter, and says why to the repositories that wait", async () => {
		ecs.on(ListClustersCommand).rejects(awsError("ThrottlingException"));
		expect(await handle(9)).toEqual({ batchItemFailures: [] });
		expect([...rechecks(), ...sent()].map(({ QueueUrl }) => QueueUrl)).toEqual([pushes, dead]);
		expect(stored()).toContain("failure");
	});

	test("whose ledger does not respond returns the request to the queue", async () => {
		dynamodb.on(GetItemCommand).rejects(awsError("ThrottlingException"));
		expect(await handle()).toEqual({ batchItemFailures: [{ itemIdentifier: "m" }] });
		expect([sent(), ecs.calls()]).toEqual([[], []]);
	});
});
