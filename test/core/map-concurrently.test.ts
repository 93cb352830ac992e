import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { mapConcurrently } from "../../core/map-concurrently.ts";

test("results are in the order of the items, within the limit of concurrent calls", async () => {
	let running = 0;
	let most = 0;
	const results = await mapConcurrently(3, [5, 1, 4, 2, 3, 0], async (item) => {
		most = Math.max(most, ++running);
		await pause(item * 2);
		running--;
		return item * 10;
	});
	expect(results).toEqual([50, 10, 40, 20, 30, 0]);
	expect(most).toBe(3);
});

test("an empty list has an empty result", async () => {
	expect(await mapConcurrently(3, [], async () => "never")).toEqual([]);
});

test("after a failure no call starts, and running calls have ended", async () => {
	const begun: number[] = [];
	const ended: number[] = [];
	const running = mapConcurrently(2, [1, 2, 3, 4, 5], async (item) => {
		begun.push(item);
		await pause(item);
		if (item === 1) throw new Error("the first one failed");
		ended.push(item);
	});
	await expect(running).rejects.toThrow("the first one failed");
	expect(begun).toEqual([1, 2]);
	expect(ended).toEqual([2]);
});
