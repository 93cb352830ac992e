import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type Loopback, listen, type Request } from "../../demo/doubles/loopback.ts";
import { readStreams } from "../../demo/streams.ts";

const stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/2026-11-21T12:00:00.000";
const mapping = (UUID: string, EventSourceArn: string, name: string) => ({
	UUID,
	EventSourceArn,
	FunctionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
	BatchSize: 10,
	MaximumBatchingWindowInSeconds: windowSeconds,
	BisectBatchOnFunctionError: true,
	MaximumRetryAttempts: -1,
	MaximumRecordAgeInSeconds: 3_600,
	FilterCriteria: {
		Filters: [
			{ Pattern: '{"eventName":["INSERT","MODIFY"],"dynamodb":{"Keys":{"sk":{"S":["verdicts"]}}}}' },
			{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"report#"}]}}}}' },
		],
	},
});
const record = (SequenceNumber: string, sk: string, eventName = "INSERT") => ({
	eventName,
	dynamodb: { SequenceNumber, ApproximateCreationDateTime: Date.now() / 1_000, Keys: { sk: { S: sk } } },
});
const records = [
	record("1", "verdicts"),
	record("2", "published#slack"),
	record("3", "verdicts", "REMOVE"),
	record("4", "verdicts", "MODIFY"),
	record("5", "report"),
];
let windowSeconds = 0;
let isClosed = false;
let more: (typeof records)[number][] = [];
const sequences = ({ body }: Request): string[] =>
	JSON.parse(body).Records.map(({ dynamodb }: (typeof records)[number]) => dynamodb.SequenceNumber);

let ministack: Loopback;
let disabled: string[] = [];
let invocations: string[][] = [];
let answers: { readonly failed?: string; readonly error?: string }[] = [];
let stop: AbortController;

beforeEach(async () => {
	disabled = [];
	invocations = [];
	more = [];
	windowSeconds = 0;
	isClosed = false;
	stop = new AbortController();
	ministack = await listen((request) => {
		const { headers = {}, body } = answer(request);
		return { status: 200, headers, body: JSON.stringify(body) };
	});
});
afterEach(() => ministack.close());

function answer(request: Request): { readonly headers?: Record<string, string>; readonly body: unknown } {
	const { method, path, headers, body } = request;
	if (method === "PUT") disabled.push(path.split("/").at(-1) ?? "");
	if (path.endsWith("/invocations")) {
		invocations.push(sequences(request));
		const { failed, error } = answers.shift() ?? {};
		const failures = failed === undefined ? [] : [{ itemIdentifier: failed }];
		return {
			headers: error === undefined ? {} : { "x-amz-function-error": error },
			body: { batchItemFailures: failures },
		};
	}
	if (path.includes("event-source-mappings"))
		return { body: { EventSourceMappings: [mapping("s", stream, "reader"), mapping("q", "arn:aws:sqs:x", "other")] } };
	switch (headers["x-amz-target"]?.split(".")[1]) {
		case "DescribeStream":
			return { body: { StreamDescription: { Shards: [{ ShardId: "shard" }] } } };
		case "GetShardIterator":
			return { body: { ShardIterator: "0" } };
		default: {
			const isFirst = JSON.parse(body).ShardIterator === "0";
			const next = isClosed ? {} : { NextShardIterator: "4" };
			return { body: { Records: isFirst ? [...records, ...more] : [], ...next } };
		}
	}
}

/** The outcomes of the calls once there are as many as expected. */
async function outcomesOf(count: number): Promise<string[]> {
	const place = { ministack: ministack.url, account: "111122223333", region: "eu-west-1" };
	const { calls, ended } = await readStreams(place, stop.signal);
	while (calls.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
	stop.abort();
	await expect(ended).rejects.toThrow();
	return calls.map(({ outcome }) => outcome);
}

test("only mappings of streams are taken over, and their filters apply", async () => {
	answers = [];
	expect(await outcomesOf(1)).toEqual(["done"]);
	expect(disabled).toEqual(["s"]);
	expect(invocations).toEqual([["1", "4"]]);
});

test("a filter may have a prefix", async () => {
	answers = [];
	more = [record("6", "report#2026-11-21"), record("7", "report#2026-11-21", "MODIFY")];
	expect(await outcomesOf(1)).toEqual(["done"]);
	expect(invocations).toEqual([["1", "4", "6"]]);
});

test("a record that the function reports as failed is delivered again, and those before it are not", async () => {
	answers = [{ failed: "4" }];
	expect(await outcomesOf(2)).toEqual(["failed", "done"]);
	expect(invocations).toEqual([["1", "4"], ["4"]]);
});

test("a function that ends without a response gets the records again, in halves", async () => {
	answers = [{ error: "Unhandled" }];
	expect(await outcomesOf(3)).toEqual(["error", "done", "done"]);
	expect(invocations).toEqual([["1", "4"], ["1"], ["4"]]);
});

test("records are collected until the batching window ends", async () => {
	windowSeconds = 1;
	const began = Date.now();
	expect(await outcomesOf(1)).toEqual(["done"]);
	expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
	expect(invocations).toEqual([["1", "4"]]);
});

test("a full batch does not wait for the window", async () => {
	windowSeconds = 600;
	more = Array.from({ length: 9 }, (_, at) => record(String(at + 6), "verdicts"));
	expect(await outcomesOf(1)).toEqual(["done"]);
	expect(invocations.map(({ length }) => length)).toEqual([10]);
});

test("the stream of a table that was deleted is delivered to its end, which is no error", async () => {
	isClosed = true;
	windowSeconds = 600;
	const place = { ministack: ministack.url, account: "111122223333", region: "eu-west-1" };
	await expect((await readStreams(place, stop.signal)).ended).resolves.toHaveLength(1);
	expect(invocations).toEqual([["1", "4"]]);
});
