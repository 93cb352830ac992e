import { describe, expect, test } from "@jest/globals";
import { judge } from "../../core/judge.ts";
import { entryAfter, type LedgerEntry } from "../../core/ledger.ts";
import type { Policy } from "../../core/policy.ts";
import type { Judgement } from "../../core/verdict.ts";
import { changesBetween } from "../../domain/changes.ts";
import { isEventCovered } from "../../pipeline/covered.ts";
import { aTaskDefinition } from "../support/builders.ts";
import { aControl, aFamily } from "../support/verdicts.ts";
import { waiving } from "../support/waivers.ts";

const id = "task-definition/read-only-root";
const untilToday = waiving({ expires: "2026-11-21" });
const failing: Judgement = { status: "fail", message: "writable", container: "app" };
const passing: Judgement = { status: "pass", message: "read-only" };

/** The entry after a look at a time, by a policy. */
function entryAt(readAt: string, policy: Policy, before: LedgerEntry | null = null, ...judgements: Judgement[]) {
	const control = aControl({ evaluate: () => (judgements.length === 0 ? failing : judgements) });
	const verdicts = judge([control], aTaskDefinition({ readAt }), policy);
	return entryAfter(before, { subject: aFamily(), readAt, rules: "r1", verdicts, blocks: [], about: {} });
}

const evening = "2026-11-21T23:59:58.000Z";
const night = "2026-11-22T00:00:07.000Z";

test("the ledger keeps owner, reason and expiry of a waiver", () => {
	expect(entryAt(evening, untilToday).controls[id]).toMatchObject({
		status: "waived",
		message: "writable; waived by shop team until 2026-11-21: replaced in spring",
		containers: ["app"],
		fields: { waiverOwner: "shop team", waiverReason: "replaced in spring", waiverExpires: "2026-11-21" },
		firstFailed: evening,
	});
});

test("the message contains each container's waiver, and a container that still fails decides", () => {
	const policy = waiving({ resource: "payments*", owner: "a" }, { resource: "*", owner: "b", expires: "2020-01-01" });
	const judgements = [failing, { ...failing, message: "writable too", container: "proxy" }];
	expect(entryAt(evening, waiving({}), null, ...judgements).controls[id]?.message).toBe(
		"writable; waived by shop team until 2027-03-31: replaced in spring; writable too; waived by shop team until 2027-03-31: replaced in spring",
	);
	expect(entryAt(evening, policy, null, failing).controls[id]).toMatchObject({
		status: "fail",
		message: "writable; the waiver owned by b expired on 2020-01-01",
		fields: {},
	});
});

describe("an entry from before a waiver expires does not cover an event after that", () => {
	const waived = entryAt(evening, untilToday);
	test.each([
		["2026-11-21T23:59:50Z", true],
		["2026-11-21T23:59:58Z", false],
		["2026-11-22T00:00:00Z", false],
		["2026-11-22T00:00:01Z", false],
	])("an event at %s: %s", (time, covered) => {
		expect(isEventCovered(waived, time, "r1")).toBe(covered);
	});

	test("the next check after a waiver expires counts the failure again", () => {
		const after = entryAt(night, untilToday, waived);
		expect(after.controls[id]).toMatchObject({
			status: "fail",
			message: "writable; the waiver owned by shop team expired on 2026-11-21",
			since: night,
			firstFailed: evening,
			fields: {},
		});
	});
});

describe("changes of a waived failure", () => {
	const noWaiver = waiving();
	const entries = {
		failing: entryAt(evening, noWaiver),
		waived: entryAt(evening, untilToday),
		"waived by another": entryAt(evening, waiving({ owner: "another" })),
		passing: entryAt(evening, untilToday, null, passing),
		"waived again": entryAt(night, waiving({}), entryAt(evening, waiving({}))),
	};
	test.each<[keyof typeof entries | null, keyof typeof entries, string[]]>([
		[null, "waived", ["waived"]],
		["failing", "waived", ["waived"]],
		["waived", "failing", ["opened"]],
		["waived", "waived by another", ["waived"]],
		["waived", "waived", []],
		["waived", "passing", ["closed"]],
		["passing", "waived", ["waived"]],
	])("from %s to %s: %j", (before, after, kinds) => {
		const changes = changesBetween(before === null ? null : entries[before], entries[after]);
		expect(changes.controls.map(({ kind }) => kind)).toEqual(kinds);
	});

	test("a check with the same waiver is no change", () => {
		expect(changesBetween(entryAt(evening, waiving({})), entries["waived again"]).controls).toEqual([]);
	});
});
