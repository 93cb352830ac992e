import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createSharedPace } from "../../../adapters/dynamodb/turns.ts";
import { awsError } from "../../support/aws-errors.ts";

const dynamodb = mockClient(DynamoDBClient);
let line: number | null;
let time: number;

/** A clock that all share: a pause takes no time, and ends in its order. */
const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
const clock = {
	now: () => time,
	pause: (ms: number) => new Promise<void>((wake) => sleepers.push({ until: time + ms, wake })),
};

async function passTime(): Promise<void> {
	for (;;) {
		for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
		sleepers.sort((a, b) => a.until - b.until);
		const next = sleepers.shift();
		if (next === undefined) return;
		time = Math.max(time, next.until);
		next.wake();
	}
}

beforeEach(() => {
	[line, time] = [null, 1_000_000];
	dynamodb.reset();
	// As the table decides about the two updates.
	dynamodb.on(UpdateItemCommand).callsFake(({ Key, UpdateExpression, ExpressionAttributeValues: values }) => {
		if (Key.sk.S !== "line") throw new Error(`a line of its own: ${Key.sk.S}`);
		const [now, furthest] = [Number(values[":now"].N), Number(values[":furthest"].N)];
		const isLine = line !== null && line >= now && line <= furthest;
		const isBehind = UpdateExpression === "SET lineEnd = lineEnd + :length";
		if (isLine !== isBehind) throw new ConditionalCheckFailedException({ message: "no", $metadata: {} });
		line = isBehind ? (line ?? 0) + Number(values[":length"].N) : Number(values[":end"].N);
		return { Attributes: { lineEnd: { N: String(line) } } };
	});
});

const paceOf = (perSecond = 14, burst = 0) =>
	createSharedPace(new DynamoDBClient({}), "ledger", { name: "line", perSecond, burst, maxInstances: 5 }, clock);

async function timesOf(...paces: readonly (() => Promise<void>)[]): Promise<number[]> {
	const times: number[] = [];
	const all = paces.map((pace) => pace().then(() => void times.push(time)));
	await passTime();
	await Promise.all(all);
	return times.sort((a, b) => a - b);
}

test("several functions together read no more often than the line allows, and no turn is lost", async () => {
	const paces = [paceOf(), paceOf(), paceOf()];
	const times = await timesOf(...Array.from({ length: 20 }, () => paces).flat());
	expect(times).toHaveLength(60);
	for (const [at, one] of times.entries()) {
		expect(times.filter((other) => other >= one && other < one + 1_000).length).toBeLessThanOrEqual(15);
		if (at > 0) expect(one - (times[at - 1] ?? 0)).toBeLessThan(100);
	}
});

test("in a slow line the instances take turns", async () => {
	const [one, other] = [paceOf(0.5), paceOf(0.5)];
	const order: string[] = [];
	const all = [one, one, one, other, other].map((pace) =>
		pace().then(() => void order.push(`${pace === one ? "one" : "other"} at ${time - 1_000_000}`)),
	);
	await passTime();
	await Promise.all(all);
	expect(order).toEqual(["one at 0", "other at 2000", "one at 4000", "other at 6000", "one at 8000"]);
});

test("a few turns are taken at once, and again only after the line was idle", async () => {
	const pace = paceOf(0.5, 5);
	const seconds = async (count: number) => {
		const times = await timesOf(...Array.from({ length: count }, () => pace));
		return times.map((at) => (at - 1_000_000) / 1_000);
	};
	expect(await seconds(8)).toEqual([0, 0, 0, 0, 0, 0, 2, 4]);
	time = 1_010_000;
	expect(await seconds(4)).toEqual([10, 10, 10, 12]);
	time = 1_100_000;
	expect(await seconds(7)).toEqual([100, 100, 100, 100, 100, 100, 102]);
});

test("after a pause, turns that nobody used are not made up for", async () => {
	const pace = paceOf();
	await timesOf(pace);
	time += 60_000;
	const times = await timesOf(...Array.from({ length: 14 }, () => pace));
	expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
});

test("turns that were missed are not made up for: those that wait reserve new ones", async () => {
	const pace = paceOf();
	const times: number[] = [];
	const all = Array.from({ length: 7 }, () => pace().then(() => void times.push(time)));
	for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
	time += 5_000;
	await passTime();
	await Promise.all(all);
	// The second was waiting for its turn when the time had passed.
	const [first, second, ...others] = times;
	expect([first, second]).toEqual([1_000_000, 1_005_000]);
	expect(others).toHaveLength(5);
	for (const [at, one] of others.slice(1).entries()) expect(one - (others[at] ?? 0)).toBeCloseTo(1_000 / 14);
});

test("a line whose end is far ahead, because of a wrong clock, begins anew", async () => {
	line = time + 3_600_000;
	expect(await timesOf(paceOf())).toEqual([1_000_000]);
});

test("without the table each of five instances takes its share by itself", async () => {
	dynamodb.on(UpdateItemCommand).rejects(awsError("AccessDeniedException"));
	for (const burst of [0, 5]) {
		const pace = paceOf(14, burst);
		const times = await timesOf(...Array.from({ length: 4 }, () => pace));
		for (const [at, one] of times.slice(1).entries()) expect(one - (times[at] ?? 0)).toBeCloseTo(5_000 / 14);
	}
});
