import { expect, test } from "@jest/globals";
import { entryAfter } from "../../core/ledger.ts";
import { readAt } from "../support/builders.ts";
import { aFamily, anEntryOf, aRecordedVerdict, aVerdict } from "../support/verdicts.ts";

const control = "task-definition/read-only-root";
const aCheck = (hour: number, pending = false) => ({
	subject: aFamily(),
	readAt: `2026-11-22T${hour}:00:00.000Z`,
	rules: "rules-1",
	verdicts: [pending ? aVerdict({ status: "unknown", pending }) : aVerdict()],
	blocks: [],
	about: {},
});

test("the entry remembers the findings of a control that is off, so that it keeps its finding when it is on again", () => {
	const before = anEntryOf({ controls: { off: aRecordedVerdict(), [control]: aRecordedVerdict() } });
	expect(entryAfter(before, aCheck(10)).remembered).toEqual({ off: readAt });
	expect(entryAfter(before, aCheck(10, true)).remembered).toEqual({ off: readAt });
	const on = entryAfter(anEntryOf({ remembered: { [control]: readAt } }), aCheck(11));
	expect(on.controls[control]?.firstFailed).toBe(readAt);
	expect(on).not.toHaveProperty("remembered");
});

test("the entry remembers the findings from before a control that waits for its first scan, until the result arrives", () => {
	const known = anEntryOf({ remembered: { [control]: readAt } });
	const first = entryAfter(known, aCheck(10, true));
	const second = entryAfter(first, aCheck(11, true));
	expect([first.remembered, second.remembered]).toEqual([known.remembered, known.remembered]);
	expect(entryAfter(second, aCheck(12))).not.toHaveProperty("remembered");
});
