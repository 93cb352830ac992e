import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { routes, workers } from "../../functions/manifest.ts";
import { queuePorts } from "../../functions/queue-ports.ts";
import { awsError } from "../support/aws-errors.ts";
import { deniedKeys } from "../support/permitted-keys.ts";
import { batchOf } from "../support/route.ts";

const [dynamodb, sqs] = [mockClient(DynamoDBClient), mockClient(SQSClient)];
const before = process.env;
let lines: string[];

beforeEach(() => {
	lines = [];
	jest.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
	const variables = { LEDGER_TABLE: "ledger", QUEUE_URL: "https://sqs/own", DEAD_LETTER_QUEUE_URL: "https://sqs/dead" };
	process.env = { ...before, AWS_REGION: "ap-northeast-1", ...variables };
	for (const client of [dynamodb, sqs]) {
		client.reset();
		client.resolves({});
	}
});
afterEach(() => {
	jest.restoreAllMocks();
	process.env = before;
});

const [record] = batchOf("body").Records;
if (record === undefined) throw new Error("the batch is empty");
const { messageId } = record;
const logged = () => lines.map((line) => JSON.parse(line));

describe("a failure that is not retried is logged", () => {
	test("when a dead letter was sent but this could not be recorded", async () => {
		dynamodb.on(UpdateItemCommand).rejects(awsError("ThrottlingException"));
		await queuePorts("image-scanned").reject(record, "the message is not JSON");
		expect(sqs.commandCalls(SendMessageCommand)).toHaveLength(1);
		const message = "sent to the dead-letter queue, but this could not be recorded; another copy may be sent";
		const error = { name: "TryLaterError", message: "dynamodb:UpdateItem did not respond (ThrottlingException)" };
		expect(logged()).toMatchObject([{ level: "WARN", service: "image-scanned", message, messageId, error }]);
	});

	test("when the delay of a retry could not be set", async () => {
		sqs.on(ChangeMessageVisibilityCommand).rejects(awsError("AccessDeniedException", 403));
		await queuePorts("refresh-images-in-use").retrySoon(record);
		const message = "could not set the delay of a retry; it takes place after the visibility timeout";
		const error = { name: "AccessDeniedException" };
		expect(logged()).toMatchObject([{ level: "WARN", service: "refresh-images-in-use", message, messageId, error }]);
	});
});

test.each([...routes, ...workers])("$name may write the items of its dead letters", async (entry) => {
	await queuePorts(entry.name).reject(record, "the message is not JSON");
	expect(dynamodb.calls()).toHaveLength(2);
	expect(deniedKeys(entry, dynamodb.calls())).toEqual([]);
});

test("nothing is logged when nothing fails", async () => {
	const ports = queuePorts("image-scanned");
	await ports.reject(record, "the message is not JSON");
	await ports.retrySoon(record);
	expect(lines).toEqual([]);
});
