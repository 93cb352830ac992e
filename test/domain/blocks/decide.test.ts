import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Policy } from "../../../core/policy.ts";
import type { Verdict } from "../../../core/verdict.ts";
import { decideBlock } from "../../../domain/blocks/decide.ts";
import { aTaskDefinition, readAt } from "../../support/builders.ts";
import { aControl, aVerdict } from "../../support/verdicts.ts";

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
const decide = (verdicts: readonly Verdict[], policy = policyWith()) =>
	decideBlock(controls, aTaskDefinition(), verdicts, { policy, now: readAt, action: "deregister" });

describe("a newly registered revision is blocked", () => {
	test.each<[string, readonly Partial<Verdict>[], readonly string[]]>([
		["if a blocking control fails", [{}], [root]],
		["with each failing control once, in order", [{ control: size }, {}, {}, { container: "b" }], [root, size]],
		["if the severity reaches the control's blocking severity", [{ control: size, severity: "HIGH" }], [size]],
		["if one of several controls fails", [{ status: "pass" }, {}, { control: size, status: "pass" }], [root]],
	])("%s", (_, verdicts, because) => {
		expect(decide(verdicts.map(aVerdict))).toEqual({ kind: "block", because });
	});
});

describe("a newly registered revision is not blocked", () => {
	test.each<[string, readonly Partial<Verdict>[], Partial<Policy["block"]>]>([
		["without verdicts", [], {}],
		["if the policy does not deregister", [{}], { deregister: false }],
		["if everything passes", [{ status: "pass" }], {}],
		["if a control does not apply", [{ status: "not-applicable" }], {}],
		["if the failure is waived", [{ status: "waived" }], { onUnknown: "block" }],
		["if a control that does not block fails", [{ control: "task-definition/tmpfs-options" }], {}],
		["if the failure is milder than the control's blocking severity", [{ control: size, severity: "MEDIUM" }], {}],
		["if the control does not exist", [{ control: "task-definition/unheard-of" }], {}],
		["if a control is unknown and the policy allows it", [{ status: "unknown" }], { onUnknown: "allow" }],
	])("%s", (_, verdicts, block) => {
		expect(decide(verdicts.map(aVerdict), policyWith(block))).toEqual({ kind: "none" });
	});
});

test("an unknown verdict blocks only if the policy says so", () => {
	const policy = policyWith({ onUnknown: "block" });
	expect(decide([aVerdict({ status: "unknown" })], policy)).toEqual({ kind: "block", because: [root] });
	expect(decide([aVerdict({ status: "unknown", control: "task-definition/tmpfs-options" })], policy)).toEqual({
		kind: "none",
	});
});

describe("what is unknown because an image is in another registry", () => {
	const elsewhere = aVerdict({ status: "unknown", isByDesign: true });
	test.each<[Partial<Policy["block"]>, "none" | "block"]>([
		[{}, "none"],
		[{ onUnknown: "block" }, "none"],
		[{ onUnscanned: "block" }, "none"],
		[{ onOtherRegistry: "block" }, "block"],
	])("with %j: %s", (block, kind) => {
		expect(decide([elsewhere], policyWith(block)).kind).toBe(kind);
	});

	test("does not keep another unknown verdict from blocking", () => {
		const verdicts = [elsewhere, aVerdict({ status: "unknown", container: "b" })];
		expect(decide(verdicts, policyWith({ onUnknown: "block" })).kind).toBe("block");
		expect(decide(verdicts, policyWith({ onUnknown: "allow" })).kind).toBe("none");
	});

	test("is not decided by the setting for other registries if it is unknown for another reason", () => {
		expect(decide([aVerdict({ status: "unknown" })], policyWith({ onOtherRegistry: "block" })).kind).toBe("none");
	});
});

describe("a block is only reported", () => {
	const audit = { kind: "report", because: [root], outcome: "would-have", reason: "the policy's mode is audit" };
	const guarded = { kind: "report", because: [root], outcome: "protected", reason: "the policy protects this family" };
	test.each([
		["in audit mode", "audit", [], audit],
		["if the family is protected", "enforce", ["core-*", "we*"], guarded],
		["if the family is protected, in audit mode as well", "audit", ["web"], guarded],
		["if only others are protected, in audit mode", "audit", ["core-*", "web-2"], audit],
	] as const)("%s", (_, mode, families, expected) => {
		expect(decide([aVerdict()], policyWith({ protected: families }, mode))).toEqual(expected);
	});

	test("a revision is blocked if only other families are protected", () => {
		expect(decide([aVerdict()], policyWith({ protected: ["core-*"] }))).toEqual({ kind: "block", because: [root] });
	});
});
