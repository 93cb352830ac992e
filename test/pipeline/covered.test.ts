import { describe, expect, test } from "@jest/globals";
import { isEventCovered } from "../../pipeline/covered.ts";
import { aBlock, anEntryOf, aRecordedVerdict } from "../support/verdicts.ts";

const control = "task-definition/read-only-root";

describe("whether an entry covers an event", () => {
	const entry = anEntryOf({ controls: { [control]: aRecordedVerdict() }, blocks: [aBlock()] });
	test.each([
		["an event more than six seconds older than the reading is covered", "2026-11-21T11:59:53Z", true],
		["an event exactly six seconds older is not covered", "2026-11-21T11:59:54Z", false],
		["an event at the time of the reading is not covered", "2026-11-21T12:00:00Z", false],
		["a later event is not covered", "2026-11-21T12:00:01Z", false],
		["an event of last year is covered", "2025-11-21T12:00:00Z", true],
		["an event with an invalid time is not covered", "yesterday", false],
	])("%s", (_, time, expected) => {
		expect(isEventCovered(entry, time, "rules-1")).toBe(expected);
	});

	test.each([
		["there is no entry", null],
		["the verdicts are by other rules", { ...entry, rules: "rules-0" }],
		[
			"a verdict is unknown",
			{ ...entry, controls: { [control]: aRecordedVerdict(), b: aRecordedVerdict({ status: "unknown" }) } },
		],
		["AWS did not answer completely", { ...entry, isIncomplete: true }],
		["a block has to be retried", { ...entry, blocks: [aBlock({ outcome: "failed" }), aBlock({ revision: 9 })] }],
	] as const)("not when %s", (_, known) => {
		expect(isEventCovered(known, "2025-11-21T12:00:00Z", "rules-1")).toBe(false);
	});

	test.each(["done", "would-have", "gone", "protected"] as const)(
		"an event is covered if a block ended as %s",
		(outcome) => {
			expect(isEventCovered({ ...entry, blocks: [aBlock({ outcome })] }, "2025-11-21T12:00:00Z", "rules-1")).toBe(true);
		},
	);
});
