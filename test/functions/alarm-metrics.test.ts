import { DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { BatchImportFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { itemOf } from "../../adapters/dynamodb/items.ts";
import { parse } from "../../events/task-definition-registered/index.ts";
import { type FunctionName, functions, hooks, type RouteName } from "../../functions/manifest.ts";
import { route } from "../../pipeline/route.ts";
import { telemetry } from "../../pipeline/telemetry.ts";
import { metricsOf } from "../support/alarms.ts";
import { awsError } from "../support/aws-errors.ts";
import { anEntry, aStreamRecord } from "../support/entries.ts";
import { FamilyAccount } from "../support/family-account.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const [dynamodb, sqs, hub] = [mockClient(DynamoDBClient), mockClient(SQSClient), mockClient(SecurityHubClient)];
const before = process.env;
let lines: string[];

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const statuses = { pass: 1, fail: 1, waived: 0, unknown: 2, "not-applicable": 5 };

/** The ledger's items by partition and sort key. */
let items: Readonly<Record<string, object>>;

beforeEach(() => {
	lines = [];
	// An hour in which the age of the last sweep is published.
	jest.useFakeTimers({ now: new Date("2026-11-21T12:30:00.000Z"), advanceTimers: true });
	jest.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
	for (const client of [dynamodb, sqs, hub]) client.reset();
	for (const client of [dynamodb, sqs]) client.resolves({});
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }));
	dynamodb.on(QueryCommand).resolves({ Items: [] });
	dynamodb.on(GetItemCommand).callsFake(({ Key: { pk, sk } }) => {
		const content = items[`${pk.S} ${sk.S}`];
		return content === undefined ? {} : { Item: itemOf(pk.S, sk.S, content) };
	});
	const names = Object.values(functions).flatMap(({ environment }) => environment);
	const urls = names.map((name) => [name.replace(/[A-Z]/g, "_$&").toUpperCase(), `https://sqs/1/${name}`]);
	process.env = { ...before, AWS_REGION: "ap-northeast-1", ...Object.fromEntries(urls), LEDGER_TABLE: "ledger" };
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
	process.env = before;
});

/** A metric with its dimensions, as one text. */
const named = (namespace: string, name: string, dimensions: Readonly<Record<string, unknown>>): string =>
	`${namespace}/${name} ${JSON.stringify(dimensions)}`;

/** The values of metrics in the lines of CloudWatch's embedded metric format that were written. */
function published(): Readonly<Record<string, number>> {
	const values = lines
		.map((line) => JSON.parse(line))
		.filter(({ _aws }) => _aws !== undefined)
		.flatMap((line) =>
			line._aws.CloudWatchMetrics.flatMap(
				({ Namespace, Dimensions: [keys], Metrics }: { Namespace: string; Dimensions: string[][]; Metrics: Named[] }) =>
					Metrics.map(({ Name }) => {
						const dimensions = Object.fromEntries((keys ?? []).map((key) => [key, line[key]]));
						return [named(Namespace, Name, dimensions), line[Name]] as const;
					}),
			),
		);
	return Object.fromEntries(values);
}
type Named = { readonly Name: string };

/** Runs a function, which connects its ports when it is loaded. */
async function invoke(name: FunctionName, event: object): Promise<void> {
	const { handler } = (await import(`../../functions/${name}/handler.ts`)) as { handler: (...of: object[]) => unknown };
	await handler(event, aContext);
}

async function failToBlock(): Promise<void> {
	const account = new FamilyAccount("enforce", [8], [8]);
	account.deregister = async () => ({ outcome: "failed", reason: "AccessDeniedException" });
	const ports = { ...aRoute().ports, ...account.portsAt("2026-11-21T11:01:00.000Z") };
	const service: RouteName = "task-definition-registered";
	const registration = {
		...push("payments"),
		"detail-type": "AWS API Call via CloudTrail",
		source: "aws.ecs",
		detail: {
			eventSource: "ecs.amazonaws.com",
			eventName: "RegisterTaskDefinition",
			requestParameters: { family: "web" },
			responseElements: {
				taskDefinition: { taskDefinitionArn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:8" },
			},
		},
	};
	await route(parse, { ...ports, telemetry: telemetry(service) })(batchOf(registration), aContext);
}

async function publishWithoutHub(): Promise<void> {
	hub.on(BatchImportFindingsCommand).rejects(awsError("InvalidAccessException", 401));
	const entry = { ...anEntry(), readAt: daysAgo(0) };
	await invoke("publish-findings", { Records: [aStreamRecord(1, null, entry, Date.now())] });
}

/** The schedule's event arrives. */
async function tick(deadLetters: string): Promise<void> {
	sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: deadLetters } });
	const time = new Date().toISOString();
	const event = { id: "1", "detail-type": "Scheduled Event", source: "aws.events", time, resources: [], detail: {} };
	const [record] = batchOf({ ...event, account: "111122223333", region: "ap-northeast-1" }).Records;
	await invoke("sweep", { Records: [record] });
}

const sweptAt = (startedAt: string, unknown: number) => ({
	startedAt,
	finishedAt: startedAt,
	isFirst: false,
	rules: "unbundled",
	failed: 0,
	summary: { statuses: { ...statuses, unknown } },
});

describe("the metrics of the pipeline", () => {
	test("are exactly those, with their dimensions, that the alarms of the template watch", async () => {
		items = {
			"sweep last": sweptAt(daysAgo(3), 2),
			"arrivals image-pushed": { missedAt: daysAgo(3), missedSubject: "arn:web", aliveFrom: daysAgo(3) },
		};
		await failToBlock();
		await publishWithoutHub();
		await tick("2");
		const watched = synthesizeStack()
			.ofType("AWS::CloudWatch::Alarm")
			.flatMap(metricsOf)
			.filter(({ namespace }) => namespace === "Shipshape")
			.map(({ namespace, name, dimensions }) => named(namespace, name, dimensions));
		expect(Object.keys(published()).toSorted()).toEqual(watched.toSorted());
		const bySweep = (name: string) => named("Shipshape", name, { service: "sweep" });
		expect(published()).toMatchObject({
			[bySweep("DeadLetters")]: 2,
			[bySweep("HoursSinceSweep")]: expect.closeTo(72, 1),
			[bySweep("SilentEventKinds")]: 1,
			[bySweep("UnknownPercent")]: 50,
		});
	});

	test.each(hooks)("count what $name could not check as a failed block, which raises that alarm", async ({ name }) => {
		await invoke(name, {});
		expect(published()).toEqual({ [named("Shipshape", "FailedBlocks", { service: "task-definition-registered" })]: 1 });
	});

	test("are one, the age of the last sweep, while nothing is wrong", async () => {
		items = {
			"sweep last": sweptAt(daysAgo(0), 0),
			"arrivals image-pushed": {
				missedAt: daysAgo(3),
				missedSubject: "arn:web",
				aliveFrom: daysAgo(3),
				arrivedAt: daysAgo(2),
			},
		};
		await tick("0");
		expect(published()).toEqual({
			[named("Shipshape", "HoursSinceSweep", { service: "sweep" })]: expect.closeTo(0, 1),
		});
	});
});
