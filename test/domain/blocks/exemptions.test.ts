import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Policy } from "../../../core/policy.ts";
import { policyFor } from "../../../core/scopes.ts";
import { decideBlock, exemptionOf } from "../../../domain/blocks/decide.ts";
import { overrideBlock } from "../../../domain/blocks/off-switch.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { aControl, aVerdict } from "../../support/verdicts.ts";

const now = "2026-11-21T23:59:59.000Z";
const policyWith = (block: Partial<Policy["block"]> = {}, mode: Policy["mode"] = "enforce"): Policy => ({
	...defaultPolicy,
	mode,
	block: { ...defaultPolicy.block, ...block },
});
const deployed = aTaskDefinition({ deployment: { cluster: "shop", service: "checkout" } });
const tagged = (value: string) => ({ ...deployed, tags: { value: { "shipshape:break-glass": value } } });

describe("a service that the policy protects", () => {
	test.each([
		["shop/checkout", true],
		["shop/*", true],
		["*/checkout", true],
		["checkout", false],
		["other/*", false],
	])("by %s: %j", (glob, isProtected) => {
		const outcome = exemptionOf(deployed, policyWith({ protectedServices: [glob] }), now)?.outcome;
		expect(outcome).toBe(isProtected ? "protected" : undefined);
	});

	test("says nothing about its family when that is registered", () => {
		expect(exemptionOf(aTaskDefinition(), policyWith({ protectedServices: ["*"] }), now)).toBeNull();
	});
});

describe("break-glass", () => {
	const entry = { resource: "service/shop/*", owner: "jane", reason: "incident 4711", expires: "2026-11-21" };
	test.each<[string, Parameters<typeof exemptionOf>[0], Partial<Policy["block"]>, string | undefined]>([
		["an entry for the service", deployed, { breakGlass: [entry] }, "the policy's block.breakGlass, until 2026-11-21"],
		[
			"an entry for the family",
			aTaskDefinition(),
			{ breakGlass: [{ ...entry, resource: "task-definition/web" }] },
			"owner jane: incident 4711",
		],
		["an entry whose last day is over", deployed, { breakGlass: [{ ...entry, expires: "2026-11-20" }] }, undefined],
		["an entry for another service", deployed, { breakGlass: [{ ...entry, resource: "service/shop/web" }] }, undefined],
		[
			"a tag",
			tagged("2026-11-21 jane@example.com incident 4711"),
			{},
			"the tag shipshape:break-glass, until 2026-11-21, owner jane@example.com: incident 4711",
		],
		["a tag whose last day is over", tagged("2026-11-20 jane incident"), {}, undefined],
		["a tag without a reason", tagged("2026-11-21 jane"), {}, undefined],
		["a tag without a day", tagged("jane incident 4711"), {}, undefined],
		["a tag with a day that does not exist", tagged("2026-11-31 jane incident"), {}, undefined],
		["a tag, although the policy allows none", tagged("2026-11-21 jane incident"), { breakGlassTag: "" }, undefined],
		["tags that could not be read", { ...deployed, tags: { unread: "it was denied" } }, {}, undefined],
	])("by %s", (_, target, block, reason) => {
		const exemption = exemptionOf(target, policyWith(block), now);
		expect(exemption?.outcome).toBe(reason === undefined ? undefined : "overridden");
		expect(exemption?.reason ?? "").toContain(reason ?? "");
	});
});

describe("a scope of a cluster", () => {
	const scope = { match: { cluster: ["sh*"] }, controls: {}, mode: "enforce", block: { gate: false } } as const;
	const policy = { ...policyWith({}, "audit"), scopes: [scope] };
	test.each([
		["applies to what is deployed there", deployed, "enforce", false],
		[
			"does not apply to a deployment elsewhere",
			{ ...deployed, deployment: { cluster: "x", service: "y" } },
			"audit",
			true,
		],
		["does not apply to a revision apart from a deployment", aTaskDefinition(), "audit", true],
	] as const)("%s", (_, facts, mode, gate) => {
		const own = policyFor(policy, facts);
		expect([own.mode, own.block.gate, own.block.pause]).toEqual([mode, gate, true]);
	});
});

describe("the off switch", () => {
	const block = { kind: "block", because: ["a"] } as const;
	const name = "/shipshape/enforcement";
	test.each([
		["changes nothing if it says so", { value: "policy" }, "allow", "done", undefined],
		[
			"overrides the policy",
			{ value: "audit" },
			"block",
			"overridden",
			`the parameter ${name} is audit: nothing is blocked; set it to policy to block again`,
		],
		["that cannot be read is decided by onUnknown: block", { unread: "it was denied" }, "block", "done", undefined],
		[
			"that cannot be read is decided by onUnknown: allow",
			{ unread: "it was denied" },
			"allow",
			"failed",
			`the off switch (parameter ${name}) could not be read because it was denied, and the policy's block.onUnknown is allow`,
		],
	] as const)("%s", (_, says, onUnknown, outcome, reason) => {
		const decision = overrideBlock(block, { name, says }, policyWith({ onUnknown }));
		expect(decision).toEqual(reason === undefined ? block : { kind: "report", because: ["a"], outcome, reason });
	});
});

test("only mode enforce without an exemption blocks, whatever else the policy says", () => {
	const controls = [aControl({ id: "task-definition/read-only-root", blocking: true })];
	const anyPolicy = fc
		.record({
			mode: fc.constantFrom<Policy["mode"]>("audit", "enforce"),
			deregister: fc.boolean(),
			protected: fc.constantFrom([], ["web"], ["other"]),
			protectedServices: fc.constantFrom([], ["shop/checkout"]),
			onUnknown: fc.constantFrom<"allow" | "block">("allow", "block"),
		})
		.map(({ mode, ...block }) => policyWith(block, mode));
	fc.assert(
		fc.property(anyPolicy, fc.constantFrom(deployed, aTaskDefinition()), (policy, target) => {
			const { kind } = decideBlock(controls, target, [aVerdict()], { policy, now, action: "deregister" });
			const isBlocked = policy.block.deregister && exemptionOf(target, policy, now) === null;
			expect(kind === "block").toBe(isBlocked);
			if (policy.mode === "audit") expect(kind).not.toBe("block");
		}),
	);
});
