import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { BlockRecord } from "../../../core/block-record.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { severities, statuses } from "../../../core/verdict.ts";
import { isEnded, isResolved, presentStateOf } from "../../../domain/notifications/present-state.ts";
import { aWaitingBlock } from "../../support/answered.ts";
import { anEntry } from "../../support/entries.ts";
import { minutesAfterCreation } from "../../support/gate.ts";
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

	test("that fails below what is reported is open while it is why a deployment was blocked", () => {
		const because = (more: Partial<BlockRecord>) => {
			const controls = { a: aRecordedVerdict({ severity: "LOW" }) };
			return presentStateOf(anEntry({ controls, blocks: [aBlock({ because: ["a"], ...more })] }), ["a"], "MEDIUM");
		};
		expect(because({}).checks).toMatchObject([{ state: "open" }]);
		expect(because({ because: ["b"] }).checks).toMatchObject([{ state: "milder" }]);
		expect(because({ over: true }).checks).toMatchObject([{ state: "milder" }]);
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

describe("the blocks that are shown", () => {
	const entry = anEntry({ controls: { a: failed }, readAt: minutesAfterCreation(60) });
	const wait = (service: string, more: Partial<BlockRecord> = {}) =>
		aWaitingBlock({
			resource: `arn:aws:ecs:eu-west-1:111122223333:service-revision/shop/${service}/1`,
			...{ because: ["a"], ...more },
		});
	const shown = (blocks: readonly BlockRecord[], more: Partial<LedgerEntry> = {}) =>
		presentStateOf({ ...entry, blocks, ...more }, ["a"], "LOW").blocks;
	const [one, two] = [wait("one"), wait("two")];

	test("are each deployment that waits, and the last other one", () => {
		const [earlier, last] = [aBlock({ because: ["a"] }), aBlock({ because: ["a"], revision: 9 })];
		expect(shown([earlier, one, two, last])).toEqual([one, two, last]);
		expect(shown([earlier, one, two])).toEqual([one, two]);
	});

	test("do not lose one that waits when the other one is answered", () => {
		const answered = wait("one", { outcome: "overridden", at: minutesAfterCreation(5) });
		expect(shown([two, answered])).toEqual([two, answered]);
	});

	test("are what waits also when the check passes by now, or a later revision is active", () => {
		expect(shown([one], { controls: { a: aRecordedVerdict({ status: "pass" }) } })).toEqual([one]);
	});

	test("that wait keep it from being resolved and from being ended, whatever the checks say", () => {
		const passes = { controls: { a: aRecordedVerdict({ status: "pass" }) } };
		const stateOf = (blocks: readonly BlockRecord[]) => presentStateOf({ ...entry, ...passes, blocks }, ["a"], "LOW");
		const [waiting, answered] = [stateOf([one]), stateOf([wait("one", { outcome: "overridden" })])];
		expect([isResolved(waiting), isEnded(waiting)]).toEqual([false, false]);
		expect([isResolved(answered), isEnded(answered)]).toEqual([true, true]);
	});

	test("ask nobody any more about what has waited longer than ECS lets a deployment wait", () => {
		const { waitsIn: _, ...asked } = one;
		expect(shown([one], { readAt: minutesAfterCreation(1 + 20_160) })).toEqual([asked]);
	});

	test("are not what has waited longer than ECS lets a deployment wait", () => {
		const passes = { controls: { a: aRecordedVerdict({ status: "pass" }) } };
		const shownAfter = (minutes: number) => shown([one], { ...passes, readAt: minutesAfterCreation(1 + minutes) });
		expect([shownAfter(20_159), shownAfter(20_160)]).toEqual([[one], []]);
	});

	test("are not what has waited longer than its hook lets it", () => {
		const passes = { controls: { a: aRecordedVerdict({ status: "pass" }) } };
		const timed = wait("one", { waitsIn: { deployment: "d", hook: "h", until: minutesAfterCreation(90) } });
		const shownAt = (minute: number) => shown([timed], { ...passes, readAt: minutesAfterCreation(minute) });
		expect([shownAt(89), shownAt(90)]).toEqual([[timed], []]);
	});
});
