import { describe, expect, test } from "@jest/globals";
import { changesBetween } from "../../core/changes.ts";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import { notificationOf } from "../../core/notification.ts";
import type { Severity } from "../../core/verdict.ts";
import { anEntry, laterBy } from "../support/entries.ts";
import { aBlock, aRecordedVerdict } from "../support/verdicts.ts";

type Some = Partial<RecordedVerdict>;
const control = "task-definition/read-only-root";

function reported(before: Some | null, after: Some | null, minimum: Severity = "LOW") {
	const entry = (verdict: Some | null) =>
		anEntry({ controls: verdict === null ? {} : { [control]: aRecordedVerdict(verdict) } });
	const changes = changesBetween(before === null ? null : entry(before), laterBy(1, entry(after)));
	return notificationOf(changes, minimum)?.changes.map(({ kind, severity }) => `${kind} ${severity}`);
}

const unknown = { status: "unknown", message: "could not be read", firstFailed: null } as const;

describe("reports", () => {
	test.each<[string, Some | null, Some | null, Severity, string[]]>([
		["a new failure", null, {}, "LOW", ["failing HIGH"]],
		["a new failure of just the minimum severity", null, { severity: "MEDIUM" }, "MEDIUM", ["failing MEDIUM"]],
		["a failure with another message", {}, { message: "two of them" }, "LOW", ["changed HIGH"]],
		["a failure that became milder than the minimum", {}, { severity: "LOW" }, "HIGH", ["changed HIGH"]],
		["a fixed failure", {}, { status: "pass" }, "LOW", ["closed HIGH"]],
		["a failure that no longer applies", {}, { status: "not-applicable" }, "LOW", ["closed HIGH"]],
		["a failure of a subject that is gone", {}, null, "LOW", ["closed HIGH"]],
		["a failure whose waiver has ended", { status: "waived" }, {}, "LOW", ["failing HIGH"]],
		["a waived control that is unknown now", { status: "waived" }, unknown, "LOW", ["unknown HIGH"]],
		["an unknown verdict", null, unknown, "LOW", ["unknown HIGH"]],
		["an unknown verdict after a wait", { ...unknown, pending: true }, unknown, "LOW", ["unknown HIGH"]],
		[
			"a failure that was unknown for a while and then fixed",
			{ ...unknown, firstFailed: "x" },
			{ status: "pass" },
			"LOW",
			["closed HIGH"],
		],
	])("%s", (_, before, after, minimum, changes) => {
		expect(reported(before, after, minimum)).toEqual(changes);
	});
});

describe("does not report", () => {
	test.each<[string, Some | null, Some | null, Severity]>([
		["what passes", null, { status: "pass" }, "LOW"],
		["what does not apply", null, { status: "not-applicable" }, "LOW"],
		["a failure that is waived now", {}, { status: "waived" }, "LOW"],
		["what is waived from the first check on", null, { status: "waived" }, "LOW"],
		["another reason of a waiver", { status: "waived" }, { status: "waived", message: "by another" }, "LOW"],
		["a verdict that is still awaited", null, { ...unknown, pending: true }, "LOW"],
		["what did not change", {}, {}, "LOW"],
		["what is below the minimum severity", null, { severity: "MEDIUM" }, "HIGH"],
		["the end of a failure below the minimum severity", { severity: "MEDIUM" }, { status: "pass" }, "HIGH"],
		["an unknown verdict a second time, with another message", unknown, { ...unknown, message: "other words" }, "LOW"],
		["a pass after an unknown verdict", unknown, { status: "pass", firstFailed: null }, "LOW"],
		["the end of a waiver by a pass", { status: "waived" }, { status: "pass" }, "LOW"],
		["a waived control that no longer applies", { status: "waived" }, { status: "not-applicable" }, "LOW"],
		["a waived control of a subject that is gone", { status: "waived" }, null, "LOW"],
		["the end of a waiver below the minimum severity", { status: "waived" }, { severity: "LOW" }, "MEDIUM"],
	])("%s", (_, before, after, minimum) => {
		expect(reported(before, after, minimum)).toBeUndefined();
	});
});

describe("the headline", () => {
	const failing = aRecordedVerdict();
	const high = anEntry({ controls: { one: failing, two: aRecordedVerdict({ severity: "MEDIUM" }) } });
	const next = (after: Partial<LedgerEntry>) =>
		notificationOf(changesBetween(high, laterBy(1, high, after)), "LOW")?.headline;

	test("names the latest block before anything else", () => {
		const [first, last] = [aBlock({ revision: 7, resource: "web:7" }), aBlock({ revision: 8, resource: "web:8" })];
		expect(next({ blocks: [first, last], controls: {} })).toEqual({ kind: "block", block: last });
	});

	test("counts the new failures and names the worst severity", () => {
		expect(notificationOf(changesBetween(null, high), "LOW")?.headline).toEqual({
			kind: "failing",
			severity: "HIGH",
			controls: 2,
		});
	});

	test("says still-failing for failures that changed", () => {
		expect(next({ controls: { ...high.controls, two: aRecordedVerdict({ message: "other words" }) } })).toEqual({
			kind: "still-failing",
			severity: "HIGH",
			controls: 1,
		});
	});

	test.each<[Partial<LedgerEntry>, object]>([
		[{ controls: { ...high.controls, one: aRecordedVerdict(unknown) } }, { kind: "unknown" }],
		[{ controls: {}, state: "gone" }, { kind: "gone" }],
		[{ controls: {} }, { kind: "fixed", controls: 2 }],
	])("for %j is %j", (after, headline) => {
		expect(next(after)).toEqual(headline);
	});
});
