import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Policy } from "../../../core/policy.ts";
import { decideUnread } from "../../../pipeline/deployments/unread.ts";
import { maxWaitMinutes } from "../../../pipeline/deployments/wait.ts";
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
	test.each<[string, string | null, Policy, string, string | null]>([
		["goes on by default", "web", policyWith("enforce", allow), "allow", "failed"],
		[
			"goes on by default in audit mode, and what does not work yet is recorded",
			"web",
			policyWith("audit", allow),
			"allow",
			"failed",
		],
		[
			"goes on by default if the family is protected, which is no failure",
			"web",
			policyWith("enforce", { ...allow, protected: ["w*"] }),
			"allow",
			null,
		],
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
		const terms = { policy, action: "gate", now: minutesAfterCreation(1) } as const;
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
	const policy = { ...policyWith("audit", {}), scopes };
	const terms = { policy, action: "gate", now: minutesAfterCreation(1) } as const;
	expect(decideUnread("ECS did not respond", { target: aTarget, family: null }, terms).kind).toBe("refuse");
	const elsewhere = { ...aTarget, cluster: "test" };
	expect(decideUnread("ECS did not respond", { target: elsewhere, family: null }, terms).kind).toBe("allow");
});

test("a deployment in a cluster whose scope turns the gate off goes on, whatever could not be read", () => {
	const scopes = [{ match: { cluster: ["shop"] }, controls: {}, block: { gate: false } }];
	const policy = { ...policyWith("enforce", { onUnknown: "block" }), scopes };
	const terms = { policy, action: "gate", now: minutesAfterCreation(1) } as const;
	const decision = decideUnread("ECS did not respond", { target: aTarget, family: null }, terms);
	expect(decision).toEqual({ kind: "allow", outcome: null, because: [], reason: "the policy's block.gate is false" });
});

describe("a deployment that could not be checked because AWS did not respond", () => {
	const decide = (policy: Policy, minutes: number, mayRespond = true) =>
		decideUnread(
			"ECS did not respond",
			{ target: aTarget, family: aFamily(), mayRespond },
			{ policy, action: "gate", now: minutesAfterCreation(minutes), since: minutesAfterCreation(0), spread: 0.5 },
		);

	test.each<Policy["block"]["onUnknown"]>(["allow", "block"])("waits first if onUnknown is %s", (onUnknown) => {
		for (const minutes of [0, 1, maxWaitMinutes - 0.1]) {
			expect(decide(policyWith("enforce", { onUnknown }), minutes)).toEqual({
				...{ kind: "wait", outcome: null, because: [], awaits: "aws", delaySeconds: 22 },
				reason: "waiting for AWS because ECS did not respond",
			});
		}
	});

	test("is decided by onUnknown when it has waited long enough", () => {
		expect(decide(policyWith("enforce", {}), maxWaitMinutes)).toMatchObject({ kind: "allow", outcome: "failed" });
		const { kind } = decide(policyWith("enforce", { onUnknown: "block" }), maxWaitMinutes);
		expect(kind).toBe("refuse");
	});

	test("is decided at once if the answer would be the same the next time", () => {
		expect(decide(policyWith("enforce", {}), 0, false).kind).toBe("allow");
		expect(decide(policyWith("enforce", { onUnknown: "block" }), 0, false).kind).toBe("refuse");
	});

	test("B02: does not wait in audit mode, nor if the policy protects its family", () => {
		expect(decide(policyWith("audit", { onUnknown: "block" }), 0).kind).toBe("allow");
		expect(decide(policyWith("enforce", { onUnknown: "block", protected: ["web"] }), 0).kind).toBe("allow");
	});
});
