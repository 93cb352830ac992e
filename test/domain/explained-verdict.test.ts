import { describe, expect, test } from "@jest/globals";
import { entryAfter, type RecordedVerdict } from "../../core/ledger.ts";
import type { Verdict } from "../../core/verdict.ts";
import { hasOpenFinding } from "../../domain/changes.ts";
import { aFamily, anEntryOf, aRecordedVerdict, aVerdict } from "../support/verdicts.ts";

const control = "task-definition/read-only-root";
const readAt = "2026-11-22T09:00:00.000Z";
const having = (verdict: Partial<RecordedVerdict>) => anEntryOf({ controls: { [control]: aRecordedVerdict(verdict) } });
const recordedAfter = (verdicts: readonly Verdict[], before = having({ status: "pass", firstFailed: null })) =>
	entryAfter(before, { subject: aFamily(), readAt, rules: "rules-2", verdicts, blocks: [], about: {} }).controls[
		control
	];

describe("a verdict that another control reports", () => {
	const explained = aVerdict({ status: "unknown", explainedBy: "image/scanned" });

	test("opens no finding, unless a failure has not ended", () => {
		const recorded = recordedAfter([explained]);
		expect(recorded).toMatchObject({ status: "unknown", explainedBy: "image/scanned", firstFailed: null });
		expect(recorded !== undefined && hasOpenFinding(recorded)).toBe(false);
		const afterFailure = recordedAfter([explained], having({ status: "fail" }));
		expect(afterFailure !== undefined && hasOpenFinding(afterFailure)).toBe(true);
	});

	test("stays so while a result is awaited, and no longer", () => {
		const before = having({ status: "unknown", explainedBy: "image/scanned", firstFailed: null });
		const awaited = recordedAfter([aVerdict({ status: "unknown", pending: true })], before);
		expect(awaited).toMatchObject({ settled: "unknown", explainedBy: "image/scanned", firstFailed: null });
		expect(awaited !== undefined && hasOpenFinding(awaited)).toBe(false);
		expect(recordedAfter([aVerdict({ status: "unknown" })], before)).not.toHaveProperty("explainedBy");
		expect(recordedAfter([aVerdict()], before)).not.toHaveProperty("explainedBy");
	});
});
