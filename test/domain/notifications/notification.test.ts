import { describe, expect, test } from "@jest/globals";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import type { Severity } from "../../../core/verdict.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { controlsIn, notificationOf } from "../../../domain/notifications/notification.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { aBlock, aRecordedVerdict, aRefusal } from "../../support/verdicts.ts";

type Some = Partial<RecordedVerdict>;
const control = "task-definition/read-only-root";

function reported(before: Some | null, after: Some | null, minimum: Severity = "LOW") {
	const entry = (verdict: Some | null) =>
		anEntry({ controls: verdict === null ? {} : { [control]: aRecordedVerdict(verdict) } });
	const changes = changesBetween(before === null ? null : entry(before), laterBy(1, entry(after)));
	return notificationOf(changes, hearing(minimum))?.changes.map(({ kind, severity }) => `${kind} ${severity}`);
}

const unknown = { status: "unknown", message: "could not be read", firstFailed: null } as const;
const lastFailure = { severity: "HIGH", containers: [] } as const;
const worst = { severity: "CRITICAL" } as const;

describe("reports", () => {
	test.each<[string, Some | null, Some | null, Severity, string[]]>([
		["a new failure", null, {}, "LOW", ["failing HIGH"]],
		["a new failure of just the minimum severity", null, { severity: "MEDIUM" }, "MEDIUM", ["failing MEDIUM"]],
		["a failure with a higher severity", {}, { severity: "CRITICAL" }, "LOW", ["worse CRITICAL"]],
		["a failure that rose to the minimum", { severity: "LOW" }, {}, "HIGH", ["worse HIGH"]],
		["a failure in one more container", { containers: ["a"] }, { containers: ["a", "b"] }, "LOW", ["worse HIGH"]],
		["a failure that became milder than the minimum", {}, { severity: "LOW" }, "HIGH", ["milder HIGH"]],
		["a fixed failure", {}, { status: "pass" }, "LOW", ["closed HIGH"]],
		["a failure that no longer applies", {}, { status: "not-applicable" }, "LOW", ["closed HIGH"]],
		["a failure of a subject that is gone", {}, null, "LOW", ["closed HIGH"]],
		["a failure whose waiver has ended", { status: "waived" }, {}, "LOW", ["failing HIGH"]],
		["a waived control that is unknown now", { status: "waived" }, unknown, "LOW", ["unknown HIGH"]],
		["an unknown verdict", null, unknown, "LOW", ["unknown HIGH"]],
		["an unknown verdict after a wait", { ...unknown, pending: true }, unknown, "LOW", ["unknown HIGH"]],
		[
			"a failure that was unknown for a while and then fixed",
			{ ...unknown, lastFailure },
			{ status: "pass" },
			"LOW",
			["closed HIGH"],
		],
		[
			"a failure that was unknown for a while and is worse",
			{ ...unknown, lastFailure },
			worst,
			"LOW",
			["worse CRITICAL"],
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
		["the same failure in other words", {}, { message: "two of them", remediation: "do that" }, "LOW"],
		["other counts of the same failure", { fields: { LOW: "1" } }, { fields: { LOW: "2" } }, "LOW"],
		["a failure that became milder, but not below the minimum", worst, {}, "LOW"],
		[
			"a failure that became milder and was below the minimum before",
			{ severity: "MEDIUM" },
			{ severity: "LOW" },
			"HIGH",
		],
		["the same failure after an unknown verdict", { ...unknown, lastFailure }, {}, "LOW"],
		[
			"an unknown verdict after a wait that followed one",
			{ ...unknown, pending: true, settled: "unknown" },
			unknown,
			"LOW",
		],
		["a pass after an unknown verdict that was the first", { ...unknown, firstFailed: "x" }, { status: "pass" }, "LOW"],
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
		notificationOf(changesBetween(high, laterBy(1, high, after)), hearing())?.headline;

	test("names the latest block before anything else", () => {
		const [first, last] = [aBlock({ revision: 7, resource: "web:7" }), aBlock({ revision: 8, resource: "web:8" })];
		expect(next({ blocks: [first, last], controls: {} })).toEqual({ kind: "block", block: last });
	});

	test("counts the new failures and names the worst severity", () => {
		expect(notificationOf(changesBetween(null, high), hearing())?.headline).toEqual({
			kind: "failing",
			severity: "HIGH",
			controls: 2,
		});
	});

	test("says that a failure got worse, and how severe it is now", () => {
		expect(next({ controls: { ...high.controls, two: aRecordedVerdict({ severity: "CRITICAL" }) } })).toEqual({
			kind: "worse",
			severity: "CRITICAL",
			controls: 1,
		});
	});

	test("says that a failure is milder than what is reported, and how severe it is now", () => {
		const after = laterBy(1, high, { controls: { ...high.controls, one: aRecordedVerdict({ severity: "LOW" }) } });
		expect(notificationOf(changesBetween(high, after), hearing("MEDIUM"))?.headline).toEqual({
			kind: "milder",
			severity: "LOW",
			controls: 1,
		});
	});

	test.each<[Partial<LedgerEntry>, object]>([
		[{ controls: { ...high.controls, one: aRecordedVerdict(unknown) } }, { kind: "unknown" }],
		[{ controls: {}, state: "gone" }, { kind: "gone" }],
		[{ controls: {} }, { kind: "ended", isChecked: false }],
	])("for %j is %j", (after, headline) => {
		expect(next(after)).toEqual(headline);
	});
});

describe("a failing revision that was deregistered", () => {
	const failing = anEntry({ about: { revision: "7" } });
	const heardWith = (revision: string, more: Partial<LedgerEntry> = {}) =>
		notificationOf(changesBetween(failing, laterBy(1, failing, { about: { revision }, ...more })), hearing());
	const passes = { controls: { [control]: aRecordedVerdict({ status: "pass" }) } };
	const deregistered = { revision: 7, active: 6 };

	test("is named as that, with the one that is active, and not called fixed", () => {
		expect(heardWith("6", passes)).toMatchObject({ headline: { kind: "deregistered", ...deregistered }, deregistered });
		expect(heardWith("10", passes)).toMatchObject({ headline: { kind: "fixed" } });
		expect(heardWith("10", passes)).not.toHaveProperty("deregistered");
	});

	test("is named beside a failure of the one that is active", () => {
		const worse = { controls: { [control]: aRecordedVerdict({ severity: "CRITICAL" }) } };
		expect(heardWith("6", worse)).toMatchObject({ headline: { kind: "worse" }, deregistered });
		expect(heardWith("6")).toBeNull();
	});

	test("leaves each block with its own revision", () => {
		const blocks = [aBlock({ revision: 7 }), aBlock({ revision: 8 })];
		expect(heardWith("7", { blocks })?.blocks.map(({ revision }) => revision)).toEqual([7, 8]);
	});
});

describe("S09: of a suppressed finding", () => {
	const [one, two] = [aRecordedVerdict(), aRecordedVerdict({ severity: "CRITICAL" })];
	const about = { revision: "8" };
	const reportedWithout = (suppressed: readonly string[], more: Partial<LedgerEntry> = {}) => {
		const changes = changesBetween(null, anEntry({ controls: { one, two }, about, ...more }));
		const shown = notificationOf(changes, hearing(), new Set(suppressed));
		return shown && { ...shown, entry: undefined };
	};

	test("nothing is reported, and the others of the subject are", () => {
		expect(reportedWithout(["two"])).toMatchObject({
			headline: { kind: "failing", severity: "HIGH", controls: 1 },
			changes: [{ control: "one" }],
		});
		expect(reportedWithout(["one", "two"])).toBeNull();
	});

	test.each([
		["done", 1],
		["failed", 1],
		["not-possible", 1],
		["would-have", 0],
		["protected", 0],
		["gone", 0],
	] as const)("a block with the outcome %s is in %d messages, without the finding", (outcome, messages) => {
		const blocks = [aBlock({ outcome, because: ["one", "two"] })];
		const shown = reportedWithout(["one", "two"], { blocks });
		expect([shown?.blocks ?? [], shown?.changes ?? []]).toEqual([messages === 1 ? blocks : [], []]);
		expect(reportedWithout(["two"], { blocks })?.blocks).toEqual(blocks);
	});

	test("the finding is looked up by the controls that changed and those that block", () => {
		const blocks = [aBlock({ because: ["two", "three"] })];
		const notification = notificationOf(changesBetween(null, anEntry({ controls: { one }, about, blocks })), hearing());
		expect(notification === null ? [] : controlsIn(notification)).toEqual(["one", "two", "three"]);
	});
});

test("a deployment that could not be checked is reported although no control is known, also in audit mode", () => {
	const before = anEntry();
	const block = aRefusal({ because: [], outcome: "would-have" });
	const changes = changesBetween(before, laterBy(1, before, { blocks: [block] }));
	expect(notificationOf(changes, hearing())?.blocks).toEqual([block]);
});
