import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { laterOf, type Told, toldIn } from "../../../domain/notifications/told.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { anyNotification } from "../../support/hostile-notifications.ts";
import { hearing } from "../../support/notifications.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const control = "task-definition/read-only-root";
const failing = anEntry();
const passing = laterBy(60, failing, { controls: { [control]: aRecordedVerdict({ status: "pass" }) } });

function told(before: LedgerEntry | null, after: LedgerEntry): Told {
	const notification = notificationOf(changesBetween(before, after), hearing());
	if (notification === null) throw new Error("nothing to report");
	return toldIn(notification);
}

test("what was told is still how it stands, whatever it was, as long as the entry is the same, and its blocks are not over", () => {
	fc.assert(
		fc.property(anyNotification, (notification) => {
			const { entry } = notification;
			const blocks = entry.blocks.map(({ over, ...block }) => block);
			expect(laterOf(toldIn({ ...notification, entry }), { ...entry, blocks })).toEqual({ kind: "same" });
		}),
	);
});

describe("later", () => {
	const waiting = aBlock({ because: [control], outcome: "not-possible" });
	const blocked = { ...failing, blocks: [waiting] };

	test.each<[string, Told, LedgerEntry, string]>([
		["a failure that lasts is the same", told(null, failing), laterBy(60, failing, {}), "same"],
		["a failure that has ended is over", told(null, failing), passing, "over"],
		["a failure of a subject that is gone is over", told(null, failing), { ...passing, controls: {} }, "over"],
		[
			"a failure that is waived is over",
			told(null, failing),
			laterBy(60, failing, { controls: { [control]: aRecordedVerdict({ status: "waived" }) } }),
			"over",
		],
		[
			"a failure of which nothing is known now is changed",
			told(null, failing),
			laterBy(60, failing, { controls: { [control]: aRecordedVerdict({ status: "unknown" }) } }),
			"changed",
		],
		["an end that lasts is the same", told(failing, passing), laterBy(60, passing, {}), "same"],
		["an end after which it fails again is changed", told(failing, passing), laterBy(120, failing, {}), "changed"],
		["an end of which the verdict is gone is changed", told(failing, passing), { ...passing, controls: {} }, "changed"],
		["a deployment that still waits is the same", told(null, blocked), laterBy(60, blocked, {}), "same"],
		[
			"a deployment that was answered is changed",
			told(null, blocked),
			laterBy(60, blocked, { blocks: [{ ...waiting, outcome: "overridden" }] }),
			"changed",
		],
		[
			"a block of an earlier revision is changed",
			told(null, blocked),
			laterBy(60, blocked, { blocks: [{ ...waiting, over: true }] }),
			"changed",
		],
		["a block whose failure has ended is changed, not over", told(null, blocked), passing, "changed"],
	])("%s", (_, before, entry, kind) => {
		expect(laterOf(before, entry).kind).toBe(kind);
	});

	test("what is changed is how the controls stand that were told of", () => {
		const again = laterBy(120, failing, { controls: { ...failing.controls, "x/y": aRecordedVerdict() } });
		expect(laterOf(told(failing, passing), again)).toMatchObject({
			kind: "changed",
			state: { checks: [{ control, state: "open" }] },
		});
	});
});
