import { describe, expect, test } from "@jest/globals";
import { changesBetween } from "../../../core/changes.ts";
import type { RecordedVerdict } from "../../../core/ledger.ts";
import { toldChanges } from "../../../core/notification.ts";
import type { Severity } from "../../../core/verdict.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

type Some = Partial<RecordedVerdict>;
const control = "task-definition/read-only-root";

function told(before: Some | null, after: Some | null, minimum: Severity = "LOW") {
	const entry = (verdict: Some | null) =>
		anEntry({ controls: verdict === null ? {} : { [control]: aRecordedVerdict(verdict) } });
	const changes = changesBetween(before === null ? null : entry(before), laterBy(1, entry(after)));
	return toldChanges(changes, minimum).map(({ kind, severity }) => `${kind} ${severity}`);
}

const unseen = { status: "unknown", message: "could not look", firstFailed: null } as const;

describe("people are told", () => {
	test.each<[string, Some | null, Some | null, Severity, string[]]>([
		["what fails now", null, {}, "LOW", ["failing HIGH"]],
		["what fails now at just the minimum severity", null, { severity: "MEDIUM" }, "MEDIUM", ["failing MEDIUM"]],
		["what fails in another way", {}, { message: "two of them" }, "LOW", ["changed HIGH"]],
		["that a failure became milder than the minimum", {}, { severity: "LOW" }, "HIGH", ["changed HIGH"]],
		["what is mended", {}, { status: "pass" }, "LOW", ["closed HIGH"]],
		["what no longer applies", {}, { status: "not-applicable" }, "LOW", ["closed HIGH"]],
		["what is gone", {}, null, "LOW", ["closed HIGH"]],
		["what fails again since its waiver is over", { status: "waived" }, {}, "LOW", ["failing HIGH"]],
		["that nobody can see what is waived", { status: "waived" }, unseen, "LOW", ["unseen HIGH"]],
		["what could not be looked at", null, unseen, "LOW", ["unseen HIGH"]],
		["what could not be looked at after a wait", { ...unseen, pending: true }, unseen, "LOW", ["unseen HIGH"]],
		[
			"a mend that was out of sight for a while",
			{ ...unseen, firstFailed: "x" },
			{ status: "pass" },
			"LOW",
			["closed HIGH"],
		],
	])("%s", (_, before, after, minimum, changes) => {
		expect(told(before, after, minimum)).toEqual(changes);
	});
});

describe("people are not told", () => {
	test.each<[string, Some | null, Some | null, Severity]>([
		["what passes", null, { status: "pass" }, "LOW"],
		["what does not apply", null, { status: "not-applicable" }, "LOW"],
		["what is waived", {}, { status: "waived" }, "LOW"],
		["what was waived from the first look on", null, { status: "waived" }, "LOW"],
		["that somebody else waives it", { status: "waived" }, { status: "waived", message: "by another" }, "LOW"],
		["what is still on its way", null, { ...unseen, pending: true }, "LOW"],
		["what did not change", {}, {}, "LOW"],
		["what is below the minimum severity", null, { severity: "MEDIUM" }, "HIGH"],
		["the end of what they were not told", { severity: "MEDIUM" }, { status: "pass" }, "HIGH"],
		["a second time that nobody could look", unseen, { ...unseen, message: "in other words" }, "LOW"],
		["that somebody could look after all", unseen, { status: "pass", firstFailed: null }, "LOW"],
		["the end of a waiver by a pass", { status: "waived" }, { status: "pass" }, "LOW"],
		["that what is waived does not apply any more", { status: "waived" }, { status: "not-applicable" }, "LOW"],
		["that what is waived is gone", { status: "waived" }, null, "LOW"],
		["the end of a waiver below the minimum severity", { status: "waived" }, { severity: "LOW" }, "MEDIUM"],
	])("%s", (_, before, after, minimum) => {
		expect(told(before, after, minimum)).toEqual([]);
	});
});
