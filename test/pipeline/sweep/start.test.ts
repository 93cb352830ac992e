import { describe, expect, test } from "@jest/globals";
import { decideStart } from "../../../pipeline/sweep/start.ts";

const startedAt = "2026-11-22T12:00:00.000Z";
const hour = 3_600_000;
const laterBy = (ms: number): string => new Date(Date.parse(startedAt) + ms).toISOString();
const running = { startedAt, rules: "r", isFirst: false, phase: "entries", failed: 0 } as const;
const finished = { startedAt, finishedAt: startedAt, rules: "r", failed: 0, isFirst: true, summary: {} };

describe("the start of a sweep", () => {
	const decide = (more: Partial<Parameters<typeof decideStart>[0]>) =>
		decideStart({ current: null, last: finished, rules: "r", now: laterBy(hour), every: 24, ...more });

	test.each<[string, string, Parameters<typeof decide>[0]]>([
		["is due when none has finished", "start", { last: null }],
		["is due with other rules", "start", { rules: "other" }],
		["is due when the last is old", "start", { now: laterBy(24 * hour) }],
		["is due if the schedule's event is a little early", "start", { now: laterBy(24 * hour - 60_000) }],
		["is not due an hour before", "wait", { now: laterBy(23 * hour) }],
		["is due as often as the policy says", "start", { now: laterBy(hour), every: 1 }],
		["is not due while one is running", "continue", { current: running, rules: "other", now: laterBy(5 * hour) }],
		["is due when one has not finished after six hours", "start", { current: running, now: laterBy(6 * hour) }],
	])("%s", (_, kind, known) => {
		expect(decide(known).kind).toBe(kind);
	});

	test("replaces a sweep that has not finished, and is a first one if none has", () => {
		const now = laterBy(6 * hour);
		expect(decide({ last: null, current: { ...running, isFirst: true }, now })).toEqual({
			kind: "start",
			sweep: {
				startedAt: now,
				rules: "r",
				isFirst: true,
				readsFindings: true,
				phase: "lists",
				failed: 0,
				waitingSince: startedAt,
			},
			replaces: startedAt,
		});
	});

	test.each<[string, Parameters<typeof decide>[0], boolean]>([
		["looked at everything with the same rules", {}, true],
		["had other rules", { rules: "other" }, false],
		["abandoned a message", { last: { ...finished, failed: 1 } }, false],
		["never took place", { last: null }, false],
	])("can be compared with the last one only if that one did not fail: it %s", (_, known, isComparable) => {
		const decision = decide({ now: laterBy(24 * hour), ...known });
		expect(decision.kind === "start" && decision.sweep.isComparable === true).toBe(isComparable);
	});

	test.each<[string, Parameters<typeof decide>[0], boolean]>([
		["if no sweep has finished", { last: null }, true],
		["if the first one abandoned a message", { last: { ...finished, failed: 1 } }, true],
		["also with other rules", { last: { ...finished, failed: 1 }, rules: "other" }, true],
		["if it was repeated once and abandoned a message", { last: { ...finished, failed: 1, repetition: 1 } }, true],
		["not if three abandoned one", { last: { ...finished, failed: 1, repetition: 2 } }, false],
		["not if the first one has looked at everything", {}, false],
		["not if only a later one abandoned a message", { last: { ...finished, isFirst: false, failed: 1 } }, false],
	])("is a first one until a sweep has looked at everything, twice more at most: %s", (_, known, isFirst) => {
		const decision = decide({ now: laterBy(24 * hour), ...known });
		expect(decision.kind === "start" && decision.sweep.isFirst).toBe(isFirst);
	});

	test.each<[string, Parameters<typeof decide>[0], boolean]>([
		["if it is the first one", { last: null }, true],
		["if the last one abandoned a message, which may have been about them", { last: { ...finished, failed: 1 } }, true],
		["not if the last one has looked at everything", {}, false],
	])("reads the findings of an earlier installation %s", (_, known, readsFindings) => {
		const decision = decide({ now: laterBy(24 * hour), ...known });
		expect(decision.kind === "start" && decision.sweep.readsFindings === true).toBe(readsFindings);
	});
});
