import { ECSClient } from "@aws-sdk/client-ecs";
import { expect, test } from "@jest/globals";
import { createSearch, IncompleteSearchError } from "../../../adapters/ecs/search.ts";

/** A clock that only pauses move, with what they were. */
function aClock() {
	const clock = { at: 5_000, pauses: [] as number[] };
	const pause = async (ms: number) => {
		clock.pauses.push(ms);
		clock.at += ms;
	};
	return Object.assign(clock, { now: () => clock.at, pause });
}

test("a search ends after the maximum number of calls", async () => {
	const { nextCall } = createSearch(new ECSClient({}), "the services", { maxCalls: 2, maxSeconds: 20 }, aClock());
	await nextCall();
	await nextCall();
	await expect(nextCall()).rejects.toEqual(
		new IncompleteSearchError("the services could not all be read with 2 calls to ECS"),
	);
});

test("a search ends after its time, regardless of the number of calls", async () => {
	const clock = aClock();
	const { nextCall } = createSearch(new ECSClient({}), "the services", { maxCalls: 9, maxSeconds: 20 }, clock);
	clock.at = 25_000;
	await nextCall();
	clock.at = 25_001;
	await expect(nextCall()).rejects.toEqual(new IncompleteSearchError("the services could not all be read within 20 s"));
	expect(clock.pauses).toEqual([]);
});

test("calls that are made at the same time are spread by the limit per second, and a pause in between is not made up", async () => {
	const clock = aClock();
	const limits = { maxCalls: 9, maxSeconds: 20, perSecond: 10 };
	const { nextCall } = createSearch(new ECSClient({}), "the services", limits, clock);
	await nextCall();
	await nextCall();
	await nextCall();
	expect(clock.pauses).toEqual([100, 100]);
	clock.at += 5_000;
	await nextCall();
	await nextCall();
	expect(clock.pauses).toEqual([100, 100, 100]);
});
