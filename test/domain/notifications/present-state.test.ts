import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { RecordedVerdict } from "../../../core/ledger.ts";
import { severities, statuses } from "../../../core/verdict.ts";
import { isResolved, presentStateOf } from "../../../domain/notifications/present-state.ts";
import { anEntry } from "../../support/entries.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const failed = aRecordedVerdict();

describe("what has become of a check", () => {
	test.each<[string, RecordedVerdict | null, string, boolean]>([
		["that fails", failed, "open", false],
		["that fails below what is reported", aRecordedVerdict({ severity: "LOW" }), "milder", true],
		["that passes", aRecordedVerdict({ status: "pass" }), "fixed", true],
		["that is waived", aRecordedVerdict({ status: "waived" }), "waived", true],
		["that no longer applies", aRecordedVerdict({ status: "not-applicable" }), "not-applicable", true],
		["that no longer exists", null, "unchecked", true],
		["that is unknown after a failure", aRecordedVerdict({ status: "unknown", lastFailure: failed }), "unknown", false],
		["that is unknown and never failed", aRecordedVerdict({ status: "unknown" }), "unknown", true],
		[
			"that waits for a scan after a failure",
			aRecordedVerdict({ status: "unknown", pending: true, settled: "fail", lastFailure: failed }),
			"open",
			false,
		],
		["that waits for its first scan", aRecordedVerdict({ status: "unknown", pending: true }), "unknown", true],
		[
			"that waits for a scan after a pass",
			aRecordedVerdict({ status: "unknown", pending: true, settled: "pass" }),
			"fixed",
			true,
		],
	])("%s", (_, verdict, state, resolved) => {
		const present = presentStateOf(anEntry({ controls: verdict === null ? {} : { a: verdict } }), ["a"], "MEDIUM");
		expect(present.checks).toMatchObject([{ control: "a", state }]);
		expect(isResolved(present)).toBe(resolved);
	});

	test.each([
		["that blocks a deployment is open", undefined, "open"],
		["that blocked a deployment of an earlier revision is not", true, "milder"],
	] as const)("that fails below what is reported and %s", (_, over, state) => {
		const block = { ...aBlock({ because: ["a"], revision: 9 }), ...(over === undefined ? {} : { over }) };
		const entry = anEntry({ controls: { a: aRecordedVerdict({ severity: "LOW" }) }, blocks: [block] });
		expect(presentStateOf(entry, ["a"], "HIGH").checks).toMatchObject([{ control: "a", state }]);
	});

	test("is told of the reported ones only, the worst first; others that fail are counted", () => {
		const controls = {
			a: aRecordedVerdict({ severity: "LOW" }),
			b: failed,
			c: aRecordedVerdict({ severity: "CRITICAL" }),
			d: failed,
		};
		const { checks, others } = presentStateOf(anEntry({ controls }), ["a", "c", "b", "a"], "LOW");
		expect(checks.map(({ control }) => control)).toEqual(["c", "b", "a"]);
		expect(others).toBe(1);
	});

	test("is resolved exactly if no reported failure is left, in any state of the subject", () => {
		const verdict = fc.record({ status: fc.constantFrom(...statuses), severity: fc.constantFrom(...severities) });
		const verdicts = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), verdict);
		fc.assert(
			fc.property(verdicts, fc.subarray(["a", "b", "c", "d"]), (given, reported) => {
				const controls = Object.fromEntries(Object.entries(given).map(([id, one]) => [id, aRecordedVerdict(one)]));
				const present = presentStateOf(anEntry({ controls }), reported, "INFORMATIONAL");
				const failing = Object.keys(controls).filter((id) => controls[id]?.status === "fail");
				expect(isResolved(present)).toBe(!failing.some((id) => reported.includes(id)));
				expect(present.others).toBe(failing.filter((id) => !reported.includes(id)).length);
				expect(present.checks.map(({ control }) => control).sort()).toEqual(reported.toSorted());
			}),
		);
	});
});
