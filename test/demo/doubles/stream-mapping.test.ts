import { expect, test } from "@jest/globals";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { drainStream, type MappingSettings } from "../../../demo/doubles/stream-mapping.ts";
import { anEntry, aStreamRecord, sequenceNumber } from "../../support/entries.ts";

/** The tests of both readers stand on this runner: it has to treat a function as Lambda does. */
const settings: MappingSettings = {
	batchSize: 4,
	bisectBatchOnFunctionError: false,
	maximumRetryAttempts: 2,
	maximumRecordAge: 3_600_000,
};
const written = Date.parse("2026-11-21T12:00:00Z");
const records = [1, 2, 3, 4, 5].map((sequence) => aStreamRecord(sequence, null, anEntry(), written));
const failing = (...numbers: number[]): DynamoDBBatchResponse => ({
	batchItemFailures: numbers.map((number) => ({ itemIdentifier: sequenceNumber(number) })),
});

/** Calls, as sequence numbers, and what was given up, of a stream whose function answers in turn. */
async function drained(answers: (DynamoDBBatchResponse | Error)[], more: Partial<MappingSettings> = {}, minutes = 1) {
	let now = written;
	const handler = async (_: DynamoDBStreamEvent) => {
		const answer = answers.shift() ?? failing();
		if (answer instanceof Error) throw answer;
		return answer;
	};
	const clock = {
		now: () => now,
		betweenCalls: () => {
			now += minutes * 60_000;
		},
	};
	const { calls, givenUp } = await drainStream(records, handler, { ...settings, ...more }, clock);
	return {
		calls: calls.map((numbers) => numbers.map(Number)),
		givenUp: givenUp.map(({ first, last }) => [Number(first), Number(last)]),
	};
}

test("batches are processed in order", async () => {
	expect(await drained([])).toEqual({ calls: [[1, 2, 3, 4], [5]], givenUp: [] });
});

test("Lambda retries from the lowest failed record, and the next batch waits", async () => {
	expect((await drained([failing(4, 2), failing(4)])).calls).toEqual([[1, 2, 3, 4], [2, 3, 4], [4], [5]]);
});

test.each([
	["an error", new Error("crash")],
	["an unknown number", failing(99)],
	["an empty number", { batchItemFailures: [{ itemIdentifier: "" }] }],
])("%s fails the whole batch", async (_, answer) => {
	expect((await drained([answer])).calls).toEqual([[1, 2, 3, 4], [1, 2, 3, 4], [5]]);
});

test("a batch that fails at its first record is bisected without using up its retries", async () => {
	const crash = new Error("crash");
	expect(
		await drained([crash, crash, crash, crash], { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 }),
	).toEqual({
		calls: [[1, 2, 3, 4], [1, 2], [1], [1], [2], [3, 4], [5]],
		givenUp: [[1, 1]],
	});
});

test("a record that is retried too often or is too old is discarded with its position", async () => {
	expect((await drained([failing(3), failing(3), failing(3)])).givenUp).toEqual([[3, 4]]);
	const old = await drained(Array(99).fill(failing(1)), { maximumRetryAttempts: -1 }, 25);
	expect(old.givenUp).toEqual([
		[1, 4],
		[5, 5],
	]);
});

test("with a batching window, a batch has the records that were written until it is full or the window ends", async () => {
	let now = written;
	const at = [0, 1, 19, 21, 22, 23, 24, 25, 60, 200];
	const spread = at.map((seconds, index) => aStreamRecord(index + 1, null, anEntry(), written + seconds * 1_000));
	const calls: (readonly [number, number])[] = [];
	const handler = async ({ Records }: DynamoDBStreamEvent) => {
		calls.push([(now - written) / 1_000, Records.length]);
		return failing();
	};
	const waitUntil = (time: number) => {
		now = time;
	};
	const betweenCalls = () => {
		now += 100;
	};
	const clock = { now: () => now, waitUntil, betweenCalls };
	await drainStream(spread, handler, { ...settings, batchingWindow: 20_000 }, clock);
	expect(calls).toEqual([
		[20, 3],
		[24, 4],
		[45, 1],
		[80, 1],
		[220, 1],
	]);
});
