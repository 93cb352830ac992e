import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Policy, Scope } from "../../../core/policy.ts";
import { policyFor } from "../../../core/scopes.ts";
import { decideBlock } from "../../../domain/blocks/decide.ts";
import { gateExemptionOf } from "../../../domain/blocks/gate-exemption.ts";
import { aService, aTaskDefinition } from "../../support/builders.ts";
import { aControl, aVerdict } from "../../support/verdicts.ts";

const controls = [aControl({ id: "task-definition/read-only-root", blocking: true })];
const unread = aTaskDefinition({ tags: { unread: "it was denied" } });
const match = { tag: { tier: ["legacy"] } };
const doubt = "cannot tell whether scope 1 of the policy applies, because it was denied";

function policyWith(mode: Policy["mode"], scopes: readonly Omit<Scope, "controls">[], block: Partial<Policy["block"]>) {
	const own = { ...defaultPolicy.block, breakGlassTag: "", ...block };
	return { ...defaultPolicy, mode, scopes: scopes.map((scope) => ({ ...scope, controls: {} })), block: own };
}

function decide(policy: Policy, verdict = aVerdict()) {
	const terms = { policy: policyFor(policy, unread), now: "2026-11-21T12:00:00Z", action: "gate" } as const;
	return decideBlock(controls, unread, [verdict], terms);
}

describe("a scope of a tag, if the tags could not be read,", () => {
	test.each<[string, Policy["mode"], readonly Omit<Scope, "controls">[], Partial<Policy["block"]>]>([
		["that sets the mode to audit", "enforce", [{ match, mode: "audit" }], {}],
		["that sets the mode to enforce", "audit", [{ match, mode: "enforce" }], {}],
		["that switches the action off", "enforce", [{ match, block: { gate: false } }], {}],
		["that switches the action on", "enforce", [{ match, block: { gate: true } }], { gate: false }],
	])("%s leaves it to onUnknown", (_, mode, scopes, block) => {
		expect(decide(policyWith(mode, scopes, block))).toMatchObject({
			...{ kind: "report", outcome: "failed", reason: `${doubt}, and the policy's block.onUnknown is allow` },
		});
		expect(decide(policyWith(mode, scopes, { ...block, onUnknown: "block" }))).toMatchObject({
			...{ kind: "block", note: `${doubt}, and the policy's block.onUnknown is block` },
		});
	});

	test.each<[string, readonly Omit<Scope, "controls">[]]>([
		["sets what is so already", [{ match, mode: "enforce", block: { gate: true } }]],
		["sets other actions", [{ match, block: { pause: false } }]],
		[
			"is followed by one that decides",
			[
				{ match, mode: "audit", block: { gate: false } },
				{ match: { family: ["web"] }, mode: "enforce", block: { gate: true } },
			],
		],
	])("makes no difference if it %s", (_, scopes) => {
		expect(decide(policyWith("enforce", scopes, {}))).toEqual({ kind: "block", because: [controls[0]?.id] });
	});

	test("that sets onUnscanned leaves a missing scan result to onUnknown", () => {
		const scopes = [{ match, block: { onUnscanned: "allow" } }] as const;
		const unscanned = aVerdict({ status: "unknown", gaps: ["unscanned"] });
		const policy = policyWith("enforce", scopes, { onUnscanned: "block" });
		expect(decide(policy, unscanned).kind).toBe("none");
		const strict = policyWith("enforce", scopes, { onUnscanned: "block", onUnknown: "block" });
		expect(decide(strict, unscanned).kind).toBe("block");
	});

	test("that sets onOtherRegistry leaves an image of another registry to onUnknown", () => {
		const scopes = [{ match, block: { onOtherRegistry: "allow" } }] as const;
		const elsewhere = aVerdict({ status: "unknown", isByDesign: true });
		for (const [onUnknown, kind] of [
			["allow", "none"],
			["block", "block"],
		] as const)
			expect(decide(policyWith("enforce", scopes, { onOtherRegistry: "block", onUnknown }), elsewhere).kind).toBe(kind);
	});

	test("makes it unknown whether the gate refuses deployments of a service, unless something else exempts them", () => {
		const scopes = [{ match, mode: "audit" }] as const;
		const exemption = (block: Partial<Policy["block"]>) =>
			gateExemptionOf(aService(), { value: unread }, policyWith("enforce", scopes, block));
		expect(exemption({})).toEqual({ unread: doubt });
		expect(exemption({ protected: ["web"] })).toEqual({ value: "the policy protects this family" });
	});
});

describe("a family whose name is not known", () => {
	const unnamed = { ...aTaskDefinition({ family: "Web" }), familyUnread: "Fn::Sub is not resolved yet" };
	const decideOn = (block: Partial<Policy["block"]>) =>
		decideBlock(controls, unnamed, [aVerdict()], {
			...{ policy: policyWith("enforce", [], block), now: "2026-11-21T12:00:00Z", action: "cloudformation-hook" },
		});
	const why = "cannot tell whether the policy exempts this family, because Fn::Sub is not resolved yet";

	test("may be protected, so onUnknown decides", () => {
		expect(decideOn({ protected: ["vendor-*"] })).toMatchObject({
			...{ kind: "report", outcome: "failed", reason: `${why}, and the policy's block.onUnknown is allow` },
		});
		expect(decideOn({ protected: ["vendor-*"], onUnknown: "block" }).kind).toBe("block");
	});

	test("is blocked if the policy protects no family", () => {
		expect(decideOn({}).kind).toBe("block");
	});
});
