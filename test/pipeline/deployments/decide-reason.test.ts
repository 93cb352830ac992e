import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { taskDefinitionControls as controls } from "../../../controls/index.ts";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import type { Policy } from "../../../core/policy.ts";
import { decideDeployment } from "../../../pipeline/deployments/decide.ts";
import type { DeployedFacts } from "../../../pipeline/deployments/read.ts";
import { aContainer, anImage, aScan, aTaskDefinition, aVulnerability } from "../../support/builders.ts";
import { minutesAfterCreation } from "../../support/gate.ts";

const scans = {
	value: [aScan({ vulnerabilities: [aVulnerability({ severity: "CRITICAL", fixedVersion: "3.0.2" })] })],
};
const vulnerable = aContainer({ registryImage: { value: anImage({ scans }) } });
const policyWith = (mode: Policy["mode"]): Policy => ({ ...defaultPolicy, mode });
const decide = (of: DeployedFacts, policy: Policy) =>
	decideDeployment(of, { controls, policy, action: "gate", now: minutesAfterCreation(1) });

describe("the reason of a decision says", () => {
	const withTags = (tags: TaskDefinitionFacts["tags"]) => ({
		...{ definition: aTaskDefinition({ containers: [vulnerable], tags }) },
		...{ createdAt: minutesAfterCreation(0), foundByTag: [] },
	});
	test("at its end why a break-glass tag is ignored, however long the rest is", () => {
		const { kind, reason } = decide(withTags({ value: { "shipshape:break-glass": "soon" } }), policyWith("enforce"));
		expect(kind).toBe("refuse");
		expect(reason).toMatch(/CRITICAL.*; the tag shipshape:break-glass is ignored: write YYYY-MM-DD OWNER REASON$/);
	});

	test("that a scope cannot be determined, and a deployment that would be refused goes on", () => {
		const scopes = [{ match: { tag: { tier: ["legacy"] } }, controls: {}, mode: "audit" }] as const;
		const decision = decide(withTags({ unread: "it was denied" }), { ...policyWith("enforce"), scopes });
		expect(decision).toMatchObject({ kind: "allow", outcome: "failed" });
		expect(decision.reason).toMatch(
			/^cannot tell whether scope 1 of the policy applies, because it was denied, .*CRITICAL/,
		);
	});
});
