import { describe, expect, test } from "@jest/globals";
import { isEventCovered } from "../../core/ledger.ts";
import { aBlock, anEntryOf, aRecordedVerdict } from "../support/verdicts.ts";

const control = "task-definition/read-only-root";

describe("a look covers an event", () => {
	const entry = anEntryOf({ controls: { [control]: aRecordedVerdict() }, blocks: [aBlock()] });
	test.each([
		["that is six seconds and a bit older", "2026-11-21T11:59:53Z", true],
		["that is exactly six seconds older: not surely", "2026-11-21T11:59:54Z", false],
		["that is as old as the look: not surely", "2026-11-21T12:00:00Z", false],
		["that is younger: no", "2026-11-21T12:00:01Z", false],
		["of last year", "2025-11-21T12:00:00Z", true],
		["of no time: no", "yesterday", false],
	])("%s", (_, time, expected) => {
		expect(isEventCovered(entry, time, "rules-1")).toBe(expected);
	});

	test.each([
		["nothing is known", null],
		["other rules judged", { ...entry, rules: "rules-0" }],
		[
			"something was left unknown",
			{ ...entry, controls: { [control]: aRecordedVerdict(), b: aRecordedVerdict({ status: "unknown" }) } },
		],
		["a block is still owed", { ...entry, blocks: [aBlock({ outcome: "failed" }), aBlock({ revision: 9 })] }],
	] as const)("not when %s", (_, known) => {
		expect(isEventCovered(known, "2025-11-21T12:00:00Z", "rules-1")).toBe(false);
	});

	test.each(["done", "would-have", "gone", "protected"] as const)("when a block ended as %s", (outcome) => {
		expect(isEventCovered({ ...entry, blocks: [aBlock({ outcome })] }, "2025-11-21T12:00:00Z", "rules-1")).toBe(true);
	});
});
