import { describe, expect, test } from "@jest/globals";
import type { RecordedVerdict } from "../../core/ledger.ts";
import { changesBetween, isEmpty } from "../../domain/changes.ts";
import { readAt } from "../support/builders.ts";
import { aBlock, anEntryOf, aRecordedVerdict } from "../support/verdicts.ts";

const control = "task-definition/read-only-root";
const entryWith = (verdict: RecordedVerdict | null) =>
	anEntryOf({ controls: verdict === null ? {} : { [control]: verdict } });
const kindBetween = (before: RecordedVerdict | null, after: RecordedVerdict | null) =>
	changesBetween(entryWith(before), entryWith(after))
		.controls.map((change) => change.kind)
		.join();

const states = {
	none: null,
	pass: aRecordedVerdict({ status: "pass", firstFailed: null }),
	"not-applicable": aRecordedVerdict({ status: "not-applicable", firstFailed: null }),
	fail: aRecordedVerdict(),
	waived: aRecordedVerdict({ status: "waived" }),
	unknown: aRecordedVerdict({ status: "unknown", message: "access denied" }),
	explained: aRecordedVerdict({ status: "unknown", explainedBy: "image/scanned", firstFailed: null }),
	"pending after explained": aRecordedVerdict({
		...{ status: "unknown", pending: true, settled: "unknown", explainedBy: "image/scanned", firstFailed: null },
	}),
	"explained after fail": aRecordedVerdict({
		...{ status: "unknown", explainedBy: "image/scanned", lastFailure: { severity: "HIGH", containers: [] } },
	}),
	pending: aRecordedVerdict({ status: "unknown", pending: true, message: "in progress", firstFailed: null }),
	"pending after pass": aRecordedVerdict({ status: "unknown", pending: true, message: "in progress", settled: "pass" }),
	"pending after fail": aRecordedVerdict({ status: "unknown", pending: true, message: "in progress", settled: "fail" }),
	"pending after unknown": aRecordedVerdict({
		status: "unknown",
		pending: true,
		message: "in progress",
		settled: "unknown",
	}),
} as const;
type State = keyof typeof states;

/** What has to be told between every two states. Columns: none, pass, not-applicable, fail, waived, unknown, pending, explained. */
const columns: readonly State[] = [
	"none",
	"pass",
	"not-applicable",
	"fail",
	"waived",
	"unknown",
	"pending",
	"explained",
];
const table: readonly (readonly [State, ...string[]])[] = [
	["none", "", "", "", "opened", "waived", "unknown", "", ""],
	["pass", "", "", "", "opened", "waived", "unknown", "", ""],
	["not-applicable", "", "", "", "opened", "waived", "unknown", "", ""],
	["fail", "closed", "closed", "closed", "", "waived", "unknown", "", "closed"],
	["waived", "closed", "closed", "closed", "opened", "", "unknown", "", "closed"],
	["unknown", "closed", "closed", "closed", "opened", "waived", "", "", "closed"],
	["explained", "", "", "", "opened", "waived", "unknown", "", ""],
	["pending after explained", "", "", "", "opened", "waived", "unknown", "", ""],
	["explained after fail", "closed", "closed", "closed", "changed", "waived", "unknown", "", "closed"],
	["pending", "", "", "", "opened", "waived", "unknown", "", ""],
	["pending after pass", "", "", "", "opened", "waived", "unknown", "", ""],
	["pending after fail", "closed", "closed", "closed", "changed", "waived", "unknown", "", "closed"],
	["pending after unknown", "closed", "closed", "closed", "opened", "waived", "unknown", "", "closed"],
];

test.each(
	table.flatMap(([before, ...kinds]) => kinds.map((kind, index) => [before, columns[index] ?? "none", kind] as const)),
)("from %s to %s: %j", (before, after, kind) => {
	expect(kindBetween(states[before], states[after])).toBe(kind);
});

test.each(table.map(([before]) => before))(
	"a pending verdict after %s is no change, whatever the settled status",
	(before) => {
		for (const state of ["pending", "pending after fail", "pending after pass"] as const) {
			expect(kindBetween(states[before], states[state])).toBe("");
		}
	},
);

test("a failure of a new subject is opened, like a new failure of a known subject", () => {
	const after = entryWith(states.fail);
	expect(changesBetween(null, after)).toEqual({
		before: null,
		entry: after,
		controls: [{ control, kind: "opened", before: null, after: states.fail }],
		blocks: [],
	});
});

describe("a failure that remains", () => {
	test.each<[string, Partial<RecordedVerdict>]>([
		["a milder severity", { severity: "LOW" }],
		["another message", { message: "two containers are writable" }],
		["another remediation", { remediation: "do that" }],
		["another container", { containers: ["app"] }],
		["another field", { fields: { revision: "9" } }],
		["another vulnerability", { vulnerabilities: [{ id: "CVE-2026-0001", severity: "HIGH" }] }],
	])("is changed with %s", (_, more) => {
		expect(kindBetween(states.fail, aRecordedVerdict(more))).toBe("changed");
	});

	test.each<[string, Partial<RecordedVerdict>, Partial<RecordedVerdict>, string]>([
		["with a higher severity", {}, { severity: "CRITICAL" }, "worsened"],
		["in one more container", { containers: ["app"] }, { containers: ["app", "log"] }, "worsened"],
		["in another container", { containers: ["app"] }, { containers: ["log"] }, "worsened"],
		["in fewer containers", { containers: ["app", "log"] }, { containers: ["log"] }, "changed"],
		[
			"milder, in one more container",
			{ containers: ["app"] },
			{ severity: "LOW", containers: ["app", "b"] },
			"changed",
		],
	])("%s: %s", (_, before, after, kind) => {
		expect(kindBetween(aRecordedVerdict(before), aRecordedVerdict(after))).toBe(kind);
	});

	test.each<[string, Partial<RecordedVerdict>, string]>([
		["the same failure", {}, "changed"],
		["a higher severity", { severity: "CRITICAL" }, "worsened"],
		["another container", { containers: ["app", "log"] }, "worsened"],
	])("is compared with the failure before an unknown or pending verdict: %s", (_, more, kind) => {
		const lastFailure = { severity: "HIGH", containers: ["app"] } as const;
		const after = aRecordedVerdict({ containers: ["app"], ...more });
		for (const gap of [{}, { pending: true, settled: "fail" }, { pending: true, settled: "unknown" }] as const)
			expect(kindBetween(aRecordedVerdict({ status: "unknown", lastFailure, ...gap }), after)).toBe(kind);
	});

	test.each<[string, Partial<RecordedVerdict>]>([
		["if only since differs", { since: "2026-11-22T00:00:00.000Z" }],
		["if only firstFailed differs", { firstFailed: null }],
	])("is not changed %s", (_, more) => {
		expect(kindBetween(states.fail, aRecordedVerdict(more))).toBe("");
	});

	test("is not changed if DynamoDB returns its keys in another order", () => {
		const vulnerabilities = [{ id: "CVE-2026-0001", severity: "HIGH" }];
		const before = aRecordedVerdict({ fields: { a: "1", b: "2", c: "3" }, vulnerabilities });
		const reversed = Object.fromEntries(Object.entries(before).reverse()) as unknown as RecordedVerdict;
		const after = {
			...reversed,
			fields: { c: "3", a: "1", b: "2" },
			vulnerabilities: [{ severity: "HIGH", id: "CVE-2026-0001" }],
		};
		expect(kindBetween(before, after)).toBe("");
		expect(kindBetween(before, { ...after, fields: { c: "1", a: "3", b: "2" } })).toBe("changed");
	});

	test("is changed if its list is in another order", () => {
		expect(
			kindBetween(aRecordedVerdict({ containers: ["a", "b"] }), aRecordedVerdict({ containers: ["b", "a"] })),
		).toBe("changed");
	});
});

test("an unknown verdict with another message is a change", () => {
	expect(kindBetween(states.unknown, aRecordedVerdict({ status: "unknown", message: "time-out" }))).toBe("unknown");
});

test("the changes of several controls are separate, in the order of their ids", () => {
	const before = anEntryOf({ controls: { c: states.fail, a: states.pass, d: states.fail } });
	const after = anEntryOf({ controls: { d: states.fail, b: states.fail, a: states.unknown, c: states.pass } });
	expect(changesBetween(before, after).controls).toEqual([
		{ control: "a", kind: "unknown", before: states.pass, after: states.unknown },
		{ control: "b", kind: "opened", before: null, after: states.fail },
		{ control: "c", kind: "closed", before: states.fail, after: states.pass },
	]);
});

describe("attempts to block", () => {
	const blocksBetween = (before: Parameters<typeof anEntryOf>[0] | null, after: readonly ReturnType<typeof aBlock>[]) =>
		changesBetween(before === null ? null : anEntryOf(before), anEntryOf({ blocks: after })).blocks;

	test("are changes if they are new, not if they are known", () => {
		expect(blocksBetween(null, [aBlock()])).toEqual([aBlock()]);
		expect(blocksBetween({ blocks: [aBlock()] }, [aBlock(), aBlock({ revision: 9 })])).toEqual([
			aBlock({ revision: 9 }),
		]);
		expect(blocksBetween({ blocks: [aBlock()] }, [])).toEqual([]);
	});

	test.each([
		["ended differently", { outcome: "failed" }, true],
		["failed for another reason", { reason: "throttled" }, true],
		["were tried again at another time", { at: "2026-11-22T00:00:00.000Z" }, false],
		["have another control to blame", { because: [] }, false],
	] as const)("that %s: told %s", (_, more, told) => {
		expect(blocksBetween({ blocks: [aBlock()] }, [aBlock(more)])).toHaveLength(told ? 1 : 0);
	});
});

test("changes are empty only if no control and no block has changed", () => {
	const quiet = changesBetween(null, anEntryOf({ readAt, controls: { a: states.pass } }));
	expect(isEmpty(quiet)).toBe(true);
	expect(isEmpty(changesBetween(null, entryWith(states.fail)))).toBe(false);
	expect(isEmpty(changesBetween(null, anEntryOf({ blocks: [aBlock()] })))).toBe(false);
});
