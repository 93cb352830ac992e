import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Policy } from "../../../core/policy.ts";
import { decideUnread } from "../../../pipeline/deployments/decide.ts";
import { aTarget, minutesAfterCreation } from "../../support/gate.ts";
import { aFamily } from "../../support/verdicts.ts";

const policyWith = (mode: Policy["mode"], block: Partial<Policy["block"]>): Policy => ({
	...defaultPolicy,
	mode,
	block: { ...defaultPolicy.block, ...block },
});

describe("B05: a deployment that could not be checked at all", () => {
	const allow = { onUnknown: "allow" } as const;
	const block = { onUnknown: "block" } as const;
	test.each<[string, string | null, Policy, string, string]>([
		["goes on by default", "web", policyWith("enforce", allow), "allow", "failed"],
		["goes on by default in audit mode", "web", policyWith("audit", allow), "allow", "failed"],
		["is refused if the policy says so", "web", policyWith("enforce", block), "refuse", "done"],
		[
			"is refused if the policy says so and the family is unknown",
			null,
			policyWith("enforce", { ...block, protected: ["w*"] }),
			"refuse",
			"done",
		],
		["goes on in audit mode", "web", policyWith("audit", block), "allow", "would-have"],
		[
			"goes on if the family is protected",
			"web",
			policyWith("enforce", { ...block, protected: ["w*"] }),
			"allow",
			"protected",
		],
	])("%s", (_, family, policy, kind, outcome) => {
		const terms = { policy, now: minutesAfterCreation(1) };
		const decision = decideUnread(
			"ECS did not respond",
			{ target: aTarget, family: family === null ? null : aFamily() },
			terms,
		);
		expect(decision).toMatchObject({ kind, outcome, because: [], isUnchecked: true });
		expect(decision.reason).toContain("ECS did not respond");
	});
});

test("B05: a deployment of an unknown family is decided by the scope of its cluster", () => {
	const scopes = [
		{ match: { cluster: ["sh*"] }, controls: {}, mode: "enforce", block: { onUnknown: "block" } } as const,
	];
	const terms = { policy: { ...policyWith("audit", {}), scopes }, now: minutesAfterCreation(1) };
	expect(decideUnread("ECS did not respond", { target: aTarget, family: null }, terms).kind).toBe("refuse");
	const elsewhere = { ...aTarget, cluster: "test" };
	expect(decideUnread("ECS did not respond", { target: elsewhere, family: null }, terms).kind).toBe("allow");
});
