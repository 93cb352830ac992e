import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DeregisterTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Context, SQSRecord } from "aws-lambda";
import { entryIn } from "../../adapters/dynamodb/items.ts";
import { createSweepState } from "../../adapters/dynamodb/sweep-state.ts";
import { createUsedImages } from "../../adapters/dynamodb/used-images.ts";
import { ecsDouble } from "../../demo/doubles/ecs.ts";
import type { Loopback } from "../../demo/doubles/loopback.ts";
import { type SecurityHubDouble, securityHubDouble } from "../../demo/doubles/security-hub.ts";
import { describeEmulated } from "../support/emulated.ts";
import { createQueue } from "../support/emulated-queue.ts";
import { createTable } from "../support/emulated-table.ts";
import { account, type EmulatedAws, environmentOf, region, startEmulatedAws } from "../support/moto.ts";

const table = "ledger";
const aContext = { getRemainingTimeInMillis: () => 60_000 } as Context;

describeEmulated("the sweep on the emulated AWS, without any event", () => {
	const before = process.env;
	let aws: EmulatedAws;
	let ecsEndpoint: Loopback;
	let hub: SecurityHubDouble;
	let queue: { readonly client: SQSClient; readonly url: string };
	let handler: (event: { Records: SQSRecord[] }, context: Context) => Promise<{ batchItemFailures: unknown[] }>;

	beforeAll(async () => {
		jest.spyOn(process.stdout, "write").mockReturnValue(true);
		aws = await startEmulatedAws();
		const fail = (error: unknown): never => {
			throw error;
		};
		ecsEndpoint = await ecsDouble(new Map(), Promise.resolve(aws.url), fail);
		hub = await securityHubDouble(account, region, fail);
		await createTable(new DynamoDBClient(aws.client), table);
		// New enough for both sweeps: the function that reads which images are in use does not run here.
		const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
		await createUsedImages(new DynamoDBClient(aws.client), table).store(inAnHour, []);
		queue = await createQueue(aws, "sweep");
		const others = ["FAMILY", "RECHECK", "REFRESH", "DEAD_LETTER"].map((name) => [`${name}_QUEUE_URL`, queue.url]);
		process.env = {
			...before,
			...environmentOf(aws),
			...Object.fromEntries(others),
			AWS_ENDPOINT_URL_ECS: ecsEndpoint.url,
			DEAD_LETTER_QUEUE_URLS: (await createQueue(aws, "dead")).url,
			AWS_ENDPOINT_URL_SECURITYHUB: hub.url,
			LEDGER_TABLE: table,
			QUEUE_URL: queue.url,
		};
		({ handler } = (await import("../../functions/sweep/handler.ts")) as unknown as { handler: typeof handler });
	}, 90_000);
	afterAll(async () => {
		process.env = before;
		jest.restoreAllMocks();
		await Promise.all([hub.close(), ecsEndpoint.close()]);
		await aws.stop();
	});

	/** Lets the schedule's event arrive, and delivers messages until none is left. */
	async function sweep(): Promise<void> {
		const event = { id: "1", account, region, time: "2026-11-21T12:00:00Z", resources: [], detail: {} };
		const MessageBody = JSON.stringify({ ...event, source: "aws.events", "detail-type": "Scheduled Event" });
		await queue.client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
		for (;;) {
			const received = await queue.client.send(
				new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10 }),
			);
			if (received.Messages === undefined || received.Messages.length === 0) return;
			const Records = received.Messages.map(({ MessageId = "", ReceiptHandle = "", Body = "" }) => ({
				messageId: MessageId,
				receiptHandle: ReceiptHandle,
				body: Body,
				attributes: { ApproximateReceiveCount: "1" },
				messageAttributes: {},
				eventSourceARN: `arn:aws:sqs:${region}:${account}:sweep`,
			}));
			const { batchItemFailures } = await handler({ Records: Records as unknown as SQSRecord[] }, aContext);
			expect(batchItemFailures).toEqual([]);
			for (const { receiptHandle: ReceiptHandle } of Records) {
				await queue.client.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
			}
		}
	}

	async function states(): Promise<Readonly<Record<string, string>>> {
		const { Items = [] } = await new DynamoDBClient(aws.client).send(new ScanCommand({ TableName: table }));
		const entries = Items.flatMap((item) => entryIn(item) ?? []);
		return Object.fromEntries(entries.map(({ arn, state }) => [arn.split(":").slice(5).join(":"), state]).sort());
	}

	test("what existed before is judged once, and what is gone is closed", async () => {
		const ecs = new ECSClient(aws.client);
		const containerDefinitions = [{ name: "web", image: "public.ecr.aws/nginx/nginx:1.27", memory: 64 }];
		for (const family of ["web", "web", "worker"]) {
			await ecs.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions }));
		}
		await sweep();
		expect(await states()).toEqual({ "task-definition/web": "present", "task-definition/worker": "present" });

		const state = createSweepState(new DynamoDBClient(aws.client), table);
		const last = await state.last();
		expect(last).toMatchObject({ rules: "unbundled", failed: 0, summary: { subjects: 2 } });
		await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "worker:1" }));
		// As if other rules had been deployed since.
		if (last !== null) await state.finish({ ...last, startedAt: new Date().toISOString(), rules: "older" }, false);
		await sweep();
		expect(await states()).toEqual({ "task-definition/web": "present", "task-definition/worker": "gone" });
	}, 60_000);
});
