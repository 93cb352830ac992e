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
	workerRules: [],
	workers: [{ name: "ImagesInUse", queue: "w", deadLetters: ["x"] }] as const,
	later: [{ name: "Findings", queue: "l", deadLetters: ["y"] }] as const,
	ledgerTable: "t",
	slackSecret: "s",
	undelivered: ["u"],
	outputs: {},
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

/** A clock that only the wait itself moves on; `onTick` is called with the milliseconds that have passed. */
let time = 0;
let onTick = (_: number): void => {};
const clock = {
	now: () => time,
	pause: async (ms: number) => {
		time += ms;
		onTick(time);
	},
};
const patienceMs = 3_000;

let queue = depth(0, 0);
let items: readonly object[] = [];
const waiting = () => waitUntilIdle(deployed, clients, new AbortController().signal, patienceMs, clock);

beforeEach(() => {
	time = 0;
	onTick = () => {};
	queue = depth(0, 0);
	items = [];
	sqs.reset();
	dynamodb.reset();
	sqs.on(GetQueueAttributesCommand).callsFake(async () => queue);
	dynamodb.on(ScanCommand).callsFake(async () => ({ Items: items }));
	sqs.on(ReceiveMessageCommand).resolves({});
});

describe("the pipeline is idle", () => {
	test("when no message is waiting and both sinks have handled every entry; delayed messages do not count", async () => {
		items = [entry, handled("security-hub", "2026-11-21T12:00:00.500Z"), handled("slack", "2026-11-21T12:00:01.000Z")];
		await expect(waiting()).resolves.toMatchObject({ entries: [{ arn }] });
	});

	test("when nothing has been recorded", async () => {
		await expect(waiting()).resolves.toMatchObject({ entries: [] });
	});

	test("when a sink has moved an undeliverable entry to its dead-letter queue", async () => {
		items = [entry, handled("slack", "2026-11-21T12:00:00.500Z")];
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
		queue = depth(visible, inFlight);
		await expect(waiting()).rejects.toThrow(message);
	});

	test("when a sink has a message of its own to check", async () => {
		sqs.on(GetQueueAttributesCommand, { QueueUrl: "l" }).resolves(depth(1, 0));
		await expect(waiting()).rejects.toThrow("Findings: 1 messages waiting, 0 in flight");
	});

	test("when a sink has handled only an earlier state", async () => {
		items = [entry, handled("security-hub", "2026-11-21T12:00:00.499Z"), handled("slack", "2026-11-21T12:00:00.500Z")];
		await expect(waiting()).rejects.toThrow(`security-hub has not handled ${arn}`);
	});
});

describe("it waits while there is progress, however long that takes", () => {
	const busyFor = 10_000;
	const isIdleAt = (now: number): void => {
		if (now >= busyFor) queue = depth(0, 0);
	};
	const step = (now: number): number => Math.floor(now / (patienceMs - 1_000));
	const stamp = (now: number): string => new Date(Date.parse("2026-11-21T12:00:00.000Z") + step(now)).toISOString();
	const handledAll = ["security-hub", "slack"].map((sink) => handled(sink, "2026-11-21T12:00:09.000Z"));

	test("when the number of messages in a queue changes", async () => {
		queue = depth(100, 0);
		onTick = (now) => {
			queue = depth(100 - step(now), 0);
			isIdleAt(now);
		};
		await waiting();
		expect(time).toBe(busyFor);
	});

	test("when entries of the ledger change and the queues do not", async () => {
		queue = depth(1, 0);
		items = [entry, ...handledAll];
		onTick = (now) => {
			const changed = { ...entry, readAt: { S: stamp(now) } };
			items = [changed, ...handledAll];
			isIdleAt(now);
		};
		await waiting();
		expect(time).toBe(busyFor);
	});

	test("when a sink handles more of the entries", async () => {
		const late = { ...entry, readAt: { S: "2026-11-21T12:00:09.000Z" } };
		items = [late];
		onTick = (now) => {
			const marks = now >= busyFor ? handledAll : [handled("slack", stamp(now))];
			items = [late, ...marks];
		};
		await waiting();
		expect(time).toBe(busyFor);
	});
});

test("it gives up as soon as nothing has changed for so long, counted from the last change", async () => {
	queue = depth(2, 0);
	onTick = (now) => {
		if (now === 2_000) queue = depth(1, 0);
	};
	await expect(waiting()).rejects.toThrow(
		"not idle, and nothing has changed for 3 s:\n  ImagePushed: 1 messages waiting",
	);
	expect(time).toBe(2_000 + patienceMs + 100);
});

test("while messages are waiting, the ledger is read once a second", async () => {
	queue = depth(1, 0);
	await expect(waiting()).rejects.toThrow("1 messages waiting");
	expect(dynamodb.commandCalls(ScanCommand)).toHaveLength(4);
});

test("an aborted run does not wait", async () => {
	const stop = new AbortController();
	stop.abort(new Error("stopped"));
	await expect(waitUntilIdle(deployed, clients, stop.signal)).rejects.toThrow("stopped");
});
