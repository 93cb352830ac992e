import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { decideBlock, findActiveBlock } from "../../core/block.ts";
import type { Policy } from "../../core/policy.ts";
import type { Verdict } from "../../core/verdict.ts";
import { readAt } from "../support/builders.ts";
import { aBlock, aControl, aVerdict } from "../support/verdicts.ts";

const root = "task-definition/read-only-root";
const size = "task-definition/tmpfs-size";
const controls = [
	aControl({ id: root, blocking: true }),
	aControl({ id: size, blocking: "HIGH" }),
	aControl({ id: "task-definition/tmpfs-options" }),
];
const policyWith = (block: Partial<Policy["block"]> = {}, mode: Policy["mode"] = "enforce"): Policy => ({
	...defaultPolicy,
	mode,
	block: { ...defaultPolicy.block, ...block },
});
const decide = (verdicts: readonly Verdict[], policy = policyWith()) => decideBlock(controls, "web", verdicts, policy);

describe("a newly registered revision is blocked", () => {
	test.each<[string, readonly Partial<Verdict>[], readonly string[]]>([
		["for a blocking control that fails", [{}], [root]],
		["once for each of them, in order", [{ control: size }, {}, {}, { container: "b" }], [root, size]],
		["from the control's severity on", [{ control: size, severity: "HIGH" }], [size]],
		["for one failure among passes", [{ status: "pass" }, {}, { control: size, status: "pass" }], [root]],
	])("%s", (_, verdicts, because) => {
		expect(decide(verdicts.map(aVerdict))).toEqual({ kind: "block", because });
	});
});

describe("it is left alone", () => {
	test.each<[string, readonly Partial<Verdict>[], Partial<Policy["block"]>]>([
		["without verdicts", [], {}],
		["when the policy does not deregister", [{}], { deregister: false }],
		["when everything passes", [{ status: "pass" }], {}],
		["when a control does not apply", [{ status: "not-applicable" }], {}],
		["when the failure is waived", [{ status: "waived" }], { onUnknown: "block" }],
		["when a control that does not block fails", [{ control: "task-definition/tmpfs-options" }], {}],
		["when the failure is milder than what blocks", [{ control: size, severity: "MEDIUM" }], {}],
		["when the control is not known", [{ control: "task-definition/unheard-of" }], {}],
		["when a control could not be judged", [{ status: "unknown" }], { onUnknown: "allow" }],
	])("%s", (_, verdicts, block) => {
		expect(decide(verdicts.map(aVerdict), policyWith(block))).toEqual({ kind: "none" });
	});
});

test("what could not be judged blocks only where the policy says so", () => {
	const policy = policyWith({ onUnknown: "block" });
	expect(decide([aVerdict({ status: "unknown" })], policy)).toEqual({ kind: "block", because: [root] });
	expect(decide([aVerdict({ status: "unknown", control: "task-definition/tmpfs-options" })], policy)).toEqual({
		kind: "none",
	});
});

describe("it is only told what would have happened", () => {
	const audit = { kind: "report", because: [root], outcome: "would-have", reason: "the policy's mode is audit" };
	const guarded = { kind: "report", because: [root], outcome: "protected", reason: "the policy protects this family" };
	test.each([
		["in audit mode", "audit", [], audit],
		["of a family that is protected", "enforce", ["core-*", "we*"], guarded],
		["of a family that is protected, in audit mode too", "audit", ["web"], guarded],
		["when only others are protected, in audit mode", "audit", ["core-*", "web-2"], audit],
	] as const)("%s", (_, mode, families, expected) => {
		expect(decide([aVerdict()], policyWith({ protected: families }, mode))).toEqual(expected);
	});

	test("and blocked when only others are protected", () => {
		expect(decide([aVerdict()], policyWith({ protected: ["core-*"] }))).toEqual({ kind: "block", because: [root] });
	});
});

describe("a block stands", () => {
	const policy = policyWith({ keepFor: 7 });
	const blocks = [aBlock({ revision: 6 }), aBlock(), aBlock({ revision: 7 })];
	const dayAfter = "2026-11-22T12:00:00.000Z";

	test.each([
		["while an older revision is the newest active one", 7, dayAfter],
		["while it is the newest active one itself", 8, dayAfter],
		["while no revision is active", null, dayAfter],
		["until the last millisecond of its seven days", 7, "2026-11-28T11:59:59.999Z"],
	])("%s", (_, newest, now) => {
		expect(findActiveBlock(blocks, newest, now, policy)).toEqual(aBlock());
	});

	test.each([
		["a later revision is active", 9, dayAfter],
		["its seven days are over", 7, "2026-11-28T12:00:00.000Z"],
		["its seven days are long over and nothing is active", null, "2027-11-28T12:00:00.000Z"],
	])("no longer when %s", (_, newest, now) => {
		expect(findActiveBlock(blocks, newest, now, policy)).toBeNull();
	});

	test.each(["would-have", "failed", "gone", "protected"] as const)(
		"only when it was done, not when it is %s",
		(outcome) => {
			expect(findActiveBlock([aBlock({ outcome })], 7, dayAfter, policy)).toBeNull();
			const mixed = [aBlock({ revision: 7 }), aBlock({ outcome })];
			expect(findActiveBlock(mixed, 6, dayAfter, policy)).toEqual(aBlock({ revision: 7 }));
		},
	);

	test("never for a family without blocks", () => {
		expect(findActiveBlock([], 7, readAt, policy)).toBeNull();
	});

	test("no day at all when the policy keeps none", () => {
		expect(findActiveBlock(blocks, 7, readAt, policyWith({ keepFor: 0 }))).toBeNull();
	});
});
