import { beforeEach, describe, expect, test } from "@jest/globals";
import type { RunningSweep, SweepState } from "../../adapters/dynamodb/sweep-state.ts";

const at = (hour: number): string => `2026-11-21T0${hour}:00:00.000Z`;
const aSweep = (hour: number): RunningSweep => ({
	startedAt: at(hour),
	rules: "rules-1",
	isFirst: true,
	phase: "lists",
	failed: 0,
});
const finished = (hour: number) => ({
	startedAt: at(hour),
	finishedAt: at(hour + 1),
	rules: "rules-1",
	failed: 0,
	isFirst: true,
	summary: { subjects: 2, worst: [{ name: "image/web" }] },
});

/** What a sweep relies on. `open` returns a state without sweeps. */
export function sweepStateContract(open: () => Promise<SweepState>): void {
	let state: SweepState;
	beforeEach(async () => {
		state = await open();
	});

	test("there is neither a current nor a finished sweep at first", async () => {
		expect([await state.current(), await state.last()]).toEqual([null, null]);
	});

	test("of many starts at the same time one succeeds", async () => {
		const starts = await Promise.all([1, 2, 3].map((hour) => state.start(aSweep(hour), null)));
		expect(starts.filter((started) => started)).toHaveLength(1);
		expect(await state.current()).toEqual(aSweep(starts.indexOf(true) + 1));
	});

	test("a sweep is replaced only by one that knows it", async () => {
		await state.start(aSweep(1), null);
		expect(await state.start(aSweep(3), at(2))).toBe(false);
		expect(await state.start(aSweep(3), at(1))).toBe(true);
		expect(await state.current()).toEqual(aSweep(3));
	});

	test("the current sweep moves from phase to phase, each once", async () => {
		await state.start(aSweep(1), null);
		await state.advance(at(2), "lists", "entries");
		expect((await state.current())?.phase).toBe("lists");
		await state.advance(at(1), "lists", "entries");
		await state.advance(at(1), "lists", "summary");
		expect((await state.current())?.phase).toBe("entries");
	});

	test("failures are counted for the current sweep only", async () => {
		await state.countFailure(at(1));
		await state.start(aSweep(1), null);
		await state.countFailure(at(1));
		await state.countFailure(at(1));
		await state.countFailure(at(2));
		expect(await state.current()).toEqual({ ...aSweep(1), failed: 2 });
	});

	test("the end of a sweep is recorded, also twice, and does not end a later one", async () => {
		await state.start(aSweep(1), null);
		await state.finish(finished(1), true);
		expect([await state.current(), await state.last()]).toEqual([null, finished(1)]);
		await state.start(aSweep(3), null);
		await state.finish(finished(1), true);
		expect([await state.current(), await state.last()]).toEqual([aSweep(3), finished(1)]);
		await state.finish(finished(3), false);
		await state.finish(finished(1), false);
		expect([await state.current(), await state.last()]).toEqual([null, finished(3)]);
	});

	describe("messages that are not done", () => {
		const tasks = ["a", "b", "c"].map((id) => ({ id, body: `body of ${id}` }));

		test("are found until they are removed", async () => {
			await state.addTasks(at(1), tasks);
			await state.addTasks(at(1), tasks.slice(0, 1));
			expect(await state.hasTask(at(1), "a")).toBe(true);
			expect(await state.tasks(at(1), 2)).toEqual(["body of a", "body of b"]);
			await state.removeTask(at(1), "a");
			await state.removeTask(at(1), "a");
			expect(await state.hasTask(at(1), "a")).toBe(false);
			expect(await state.tasks(at(1), 9)).toEqual(["body of b", "body of c"]);
		});

		test("are of one sweep", async () => {
			await state.addTasks(at(1), tasks);
			expect(await state.hasTask(at(2), "a")).toBe(false);
			expect(await state.tasks(at(2), 9)).toEqual([]);
		});
	});
}
