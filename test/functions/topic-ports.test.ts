import { DynamoDBClient, GetItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { awsError } from "../support/aws-errors.ts";
import { anEntry, aStreamRecord } from "../support/entries.ts";

const topic = "arn:aws:sns:eu-west-1:444455556666:alerts";
const env = {
	AWS_REGION: "ap-northeast-1",
	LEDGER_TABLE: "ledger",
	DEAD_LETTER_QUEUE_URL: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/dead",
	NOTIFICATION_TOPIC_ARN: topic,
};

const [dynamodb, secrets, securityHub, sns, sqs] = [
	mockClient(DynamoDBClient),
	mockClient(SecretsManagerClient),
	mockClient(SecurityHubClient),
	mockClient(SNSClient),
	mockClient(SQSClient),
];
const before = process.env;
beforeEach(() => {
	process.env = { ...before, ...env };
	for (const client of [dynamodb, secrets, securityHub, sns, sqs]) client.reset();
	dynamodb.on(GetItemCommand).resolves({});
	dynamodb.on(QueryCommand).resolves({ Items: [] });
	dynamodb.on(UpdateItemCommand).resolves({ Attributes: {} });
	securityHub.on(GetFindingsCommand).resolves({ Findings: [] });
	sns.on(PublishCommand).resolves({ MessageId: "m" });
	sqs.on(SendMessageCommand).resolves({});
	jest.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
	process.env = before;
	jest.restoreAllMocks();
});

type Handler = (event: { Records: readonly DynamoDBRecord[] }) => Promise<{ batchItemFailures: unknown[] }>;

/** A cold start of the function, and its answer. */
async function handle(...Records: readonly DynamoDBRecord[]): Promise<unknown> {
	const { handler } = (await import("../../functions/notify-slack/handler.ts")) as unknown as { handler: Handler };
	return (await handler({ Records })).batchItemFailures;
}

const failing = aStreamRecord(1, null, anEntry({ destination: { channel: "#payments" } }), Date.now());
const published = () => sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input);

describe("the function that notifies people, with a topic", () => {
	test("publishes a failure there, and reads no secret", async () => {
		expect(await handle(failing)).toEqual([]);
		expect(published()).toEqual([
			expect.objectContaining({
				TopicArn: topic,
				Subject: "Shipshape: HIGH: task definition web fails 1 check [111122223333 ap-northeast-1]",
				MessageAttributes: expect.objectContaining({ destination: { DataType: "String", StringValue: "#payments" } }),
			}),
		]);
		expect(secrets.calls()).toEqual([]);
		expect(sqs.calls()).toEqual([]);
	});

	test("keeps a message that is denied whole, with what to do, so that it can be published again", async () => {
		sns.on(PublishCommand).rejects(awsError("AuthorizationErrorException", 403));
		expect(await handle(failing)).toEqual([]);
		const [letter] = sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input);
		const { destination, message } = JSON.parse(letter?.MessageBody ?? "{}");
		expect(destination).toEqual({ channel: "#payments" });
		expect(JSON.stringify(message.message)).toBe(published()[0]?.Message);
		expect(letter?.MessageAttributes?.["reason"]?.StringValue).toMatch(/^sns:Publish was denied .* does not allow it/);
	});

	test("repeats a message that was not published, without a dead letter", async () => {
		sns.on(PublishCommand).rejects(awsError("ThrottledException", 429));
		expect(await handle(failing)).toEqual([{ itemIdentifier: failing.dynamodb?.SequenceNumber }]);
		expect(sqs.calls()).toEqual([]);
	});
});

test("without a topic, the function does not start without the Slack secret", async () => {
	process.env["NOTIFICATION_TOPIC_ARN"] = "";
	const start = jest.isolateModulesAsync(async () => {
		await import("../../functions/notify-slack/handler.ts");
	});
	await expect(start).rejects.toThrow("environment variable SLACK_SECRET_ARN is missing or empty");
});

describe("the reports", () => {
	const summary = {
		...{ at: "2026-11-21T12:00:00Z", isComplete: true, subjects: 3, unknown: 0, waived: 0 },
		failures: { CRITICAL: 0, HIGH: 2, MEDIUM: 0, LOW: 0, INFORMATIONAL: 0 },
		...{ teams: [], changes: null, oldest: [], waivers: [] },
	};

	test("name the account and the Region of the stack, not those of the topic", async () => {
		const { topicPorts } = await import("../../functions/topic-ports.ts");
		const message = topicPorts(topic).toReportMessage({ kind: "summary", at: summary.at, summary });
		expect(message.attributes).toEqual({
			...{ kind: "summary", severity: "HIGH" },
			...{ account: "111122223333", region: "ap-northeast-1" },
		});
		expect(message.message.email).toContain("account 111122223333, ap-northeast-1");
	});
});
