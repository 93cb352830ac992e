import { ECRClient } from "@aws-sdk/client-ecr";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { retryUntil } from "../../../adapters/clients/retry-until.ts";

const throttled = { errorType: "THROTTLING" } as const;

/** A call that begins at `begun` and whose attempts all fail, each after a time: the pauses, and when the last attempt begins. */
async function pausesOf(begun: number, end: number, attempts: readonly number[], errorInfo: object = throttled) {
	let now = begun;
	const client = new ECRClient({ region: "eu-central-1", maxAttempts: 100 });
	retryUntil(client, end, () => now);
	const strategy = await client.config.retryStrategy();
	if (!("refreshRetryTokenForRetry" in strategy)) throw new Error("not a strategy of the SDK's second version");
	let token = await strategy.acquireInitialRetryToken("");
	const pauses: number[] = [];
	for (const attempt of attempts) {
		now += attempt;
		try {
			token = await strategy.refreshRetryTokenForRetry(token, errorInfo as typeof throttled);
		} catch {
			return { pauses, lastAt: now - attempt, isOver: true };
		}
		pauses.push(token.getRetryDelay());
		now += token.getRetryDelay();
	}
	return { pauses, lastAt: now, isOver: false };
}

describe("the retries of a call", () => {
	const times = fc.array(fc.nat(3_000), { minLength: 1, maxLength: 60 });
	const instants = fc.nat(30_000);

	test("never pause for longer than the time that is left, whatever the SDK's own pause would be", async () => {
		await fc.assert(
			fc.asyncProperty(instants, instants, times, async (begun, end, attempts) => {
				const { lastAt } = await pausesOf(begun, end, attempts);
				expect(lastAt).toBeLessThanOrEqual(Math.max(end, begun + 1_000));
			}),
		);
	});

	test("leave a second of the 15 that a call may take, and so no timer after it, however long the wait is", async () => {
		await fc.assert(
			fc.asyncProperty(instants, times, async (begun, attempts) => {
				const { lastAt } = await pausesOf(begun, begun + 600_000, attempts);
				expect(lastAt).toBeLessThanOrEqual(begun + 14_000);
			}),
		);
	});

	test("end with an attempt at the end of the time", async () => {
		const { lastAt, isOver } = await pausesOf(0, 5_000, Array(60).fill(10));
		expect([lastAt, isOver]).toEqual([5_000, true]);
	});

	test("pause for at least as long as AWS asks for, within the time", async () => {
		const asked = { ...throttled, retryAfterHint: new Date(3_000) };
		expect((await pausesOf(0, 5_000, [0], asked)).pauses[0]).toBeGreaterThanOrEqual(3_000);
		expect((await pausesOf(0, 2_000, [0], asked)).pauses).toEqual([2_000]);
	});

	test.each(["CLIENT_ERROR", "SERVER_ERROR"])("are none after a %s", async (errorType) => {
		expect(await pausesOf(0, 5_000, [0], { errorType })).toEqual({ pauses: [], lastAt: 0, isOver: true });
	});

	test("are as many as the client is set to", async () => {
		let isOver = false;
		const client = new ECRClient({ region: "eu-central-1", maxAttempts: 2 });
		retryUntil(client, 10_000, () => 0);
		const strategy = await client.config.retryStrategy();
		if (!("refreshRetryTokenForRetry" in strategy)) throw new Error("not a strategy of the SDK's second version");
		const second = await strategy.refreshRetryTokenForRetry(await strategy.acquireInitialRetryToken(""), throttled);
		await strategy.refreshRetryTokenForRetry(second, throttled).catch(() => {
			isOver = true;
		});
		expect([second.getRetryCount(), isOver]).toEqual([1, true]);
	});
});
