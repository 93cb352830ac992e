import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { taskDefinitionControls as controls } from "../../../controls/index.ts";
import type { ContainerFacts, ImageFacts } from "../../../core/facts.ts";
import type { Policy } from "../../../core/policy.ts";
import { decideDeployment } from "../../../pipeline/deployments/decide.ts";
import type { DeployedFacts } from "../../../pipeline/deployments/read.ts";
import { maxWaitMinutes } from "../../../pipeline/deployments/wait.ts";
import { aContainer, aDigest, anImage, aScan, aTaskDefinition, aVulnerability } from "../../support/builders.ts";
import { minutesAfterCreation } from "../../support/gate.ts";

const vulnerabilities = "task-definition/image-vulnerabilities";
const createdAt = minutesAfterCreation(0);
const running = (image: Partial<ImageFacts>): Partial<ContainerFacts> => ({ registryImage: { value: anImage(image) } });
/** One container, judged by what its image and its root filesystem are like. */
const facts = (container: Partial<ContainerFacts> = {}, more: Partial<DeployedFacts> = {}): DeployedFacts => ({
	definition: aTaskDefinition({ containers: [aContainer(container)] }),
	createdAt,
	foundByTag: [],
	...more,
});
const vulnerable = running({
	scans: { value: [aScan({ vulnerabilities: [aVulnerability({ severity: "CRITICAL", fixedVersion: "3.0.2" })] })] },
});
const scanning = running({
	pushedAt: createdAt,
	awaitedSince: createdAt,
	readAt: createdAt,
	scans: { value: [aScan({ status: "IN_PROGRESS", completedAt: null })] },
});
const unscannable = running({ scans: { value: [aScan({ status: "UNSUPPORTED_IMAGE" })] } });
const denied: Partial<ContainerFacts> = { registryImage: { unread: "ecr:DescribeImages was denied" } };
const elsewhere: Partial<ContainerFacts> = {
	registryImage: { unread: "its registry is not read here", isLasting: true, isByDesign: true },
};

const policyWith = (mode: Policy["mode"], block: Partial<Policy["block"]> = {}): Policy => ({
	...defaultPolicy,
	mode,
	block: { ...defaultPolicy.block, ...block },
});
const decide = (of: DeployedFacts, policy: Policy, minutes = 1) =>
	decideDeployment(of, { controls, policy, action: "gate", now: minutesAfterCreation(minutes) });
const protecting = { protected: ["w*"] };

describe("a deployment", () => {
	type Row = [string, Partial<ContainerFacts>, Policy, string, string | null, readonly string[]];
	test.each<Row>([
		["of a compliant revision", {}, policyWith("enforce"), "allow", null, []],
		["of a vulnerable image", vulnerable, policyWith("enforce"), "refuse", "done", [vulnerabilities]],
		["B02: in audit mode", vulnerable, policyWith("audit"), "allow", "would-have", [vulnerabilities]],
		[
			"B02: of a protected family",
			vulnerable,
			policyWith("enforce", protecting),
			"allow",
			"protected",
			[vulnerabilities],
		],
		["with the gate switched off", vulnerable, policyWith("enforce", { gate: false }), "allow", null, []],
		["that waits for a scan", scanning, policyWith("enforce"), "wait", null, [vulnerabilities]],
		["that would wait, in audit mode", scanning, policyWith("audit"), "allow", null, [vulnerabilities]],
		[
			"that would wait, of a protected family",
			scanning,
			policyWith("enforce", protecting),
			"allow",
			null,
			[vulnerabilities],
		],
		["B07: of an image that cannot be scanned", unscannable, policyWith("enforce"), "allow", null, []],
		[
			"B07: the same, if that blocks",
			unscannable,
			policyWith("enforce", { onUnscanned: "block" }),
			"refuse",
			"done",
			[vulnerabilities],
		],
		["B05: of an image that was denied", denied, policyWith("enforce"), "allow", "failed", [vulnerabilities]],
		[
			"B05: the same, if that blocks",
			denied,
			policyWith("enforce", { onUnknown: "block" }),
			"refuse",
			"done",
			[vulnerabilities],
		],
		[
			"B05: the same in audit mode",
			denied,
			policyWith("audit", { onUnknown: "block" }),
			"allow",
			"would-have",
			[vulnerabilities],
		],
		["of an image in another registry", elsewhere, policyWith("enforce"), "allow", null, [vulnerabilities]],
		[
			"the same, if that blocks",
			elsewhere,
			policyWith("enforce", { onOtherRegistry: "block" }),
			"refuse",
			"done",
			[vulnerabilities],
		],
		["that could not be checked, in audit mode", denied, policyWith("audit"), "allow", "failed", [vulnerabilities]],
		[
			"that could not be checked, of a protected family",
			denied,
			policyWith("enforce", { protected: ["web"] }),
			"allow",
			null,
			[vulnerabilities],
		],
	])("%s", (_, container, policy, kind, outcome, because) => {
		expect(decide(facts(container), policy)).toMatchObject({ kind, outcome, because });
	});

	test("is refused with the messages of the controls", () => {
		const { reason } = decide(facts(vulnerable), policyWith("enforce"));
		expect(reason).toMatch(/^container app runs .*payments:1\.4\.2, .*CRITICAL/);
		expect(decide(facts(vulnerable), policyWith("audit")).reason).toBe(`the policy's mode is audit; ${reason}`);
	});

	test("is refused with the digest to which its tag was resolved in ECR, if ECS has not", () => {
		const { reason } = decide(facts(vulnerable, { foundByTag: ["app"] }), policyWith("enforce"));
		expect(reason).toContain(`(ECS has not resolved the tag yet; in ECR it is ${aDigest()})`);
		expect(decide(facts(vulnerable), policyWith("enforce")).reason).not.toContain("ECS has not resolved");
	});

	test("is refused at once for a known defect, also while another image is being scanned", () => {
		const containers = [aContainer({ name: "a", ...scanning }), aContainer({ name: "b", ...vulnerable })];
		const both = facts({}, { definition: aTaskDefinition({ containers }) });
		expect(decide(both, policyWith("enforce"))).toMatchObject({ kind: "refuse", outcome: "done" });
	});

	test("goes on with an image of another registry, says by which setting, and waits for nothing on its account", () => {
		const says = /its registry is not read here; .*because the policy's block.onOtherRegistry is allow$/;
		expect(decide(facts(elsewhere), policyWith("enforce", { onUnknown: "block" })).reason).toMatch(says);
		const blocking = policyWith("enforce", { onOtherRegistry: "block" });
		expect(decide(facts(elsewhere, { unanswered: "ECR did not respond" }), blocking).kind).toBe("refuse");
		expect(decide(facts(denied, { unanswered: "ECR did not respond" }), blocking).kind).toBe("wait");
	});

	test("is counted as unchecked only if AWS could not be read", () => {
		const block = { onUnknown: "block" } as const;
		for (const policy of [policyWith("enforce"), policyWith("enforce", block), policyWith("audit", block)]) {
			expect(decide(facts(denied), policy).isUnchecked).toBe(true);
			expect(decide(facts(elsewhere), policy).isUnchecked).toBeUndefined();
			expect(decide(facts(vulnerable), policy).isUnchecked).toBeUndefined();
		}
	});
});

describe("the wait for a scan", () => {
	const long = { ...defaultPolicy.controls["image/scanned"], scanWait: [120] };
	const patient = (onUnscanned: Policy["block"]["onUnscanned"], onUnknown: Policy["block"]["onUnknown"] = "allow") => {
		const policy = policyWith("enforce", { onUnscanned, onUnknown });
		return { ...policy, controls: { ...policy.controls, "image/scanned": long } } as Policy;
	};

	test.each([
		[0, 30],
		[4.9, 30],
		[5, 60],
		[maxWaitMinutes - 0.1, 60],
	])("after %d minutes, ECS calls again in %d s", (minutes, delaySeconds) => {
		const { kind, reason, ...decision } = decide(facts(scanning), patient("block", "block"), minutes);
		expect([kind, decision.delaySeconds]).toEqual(["wait", delaySeconds]);
		expect(reason).toMatch(/^waiting for scan results because container app .* is being scanned/);
	});

	test.each<[Policy["block"]["onUnscanned"], string, string | null, RegExp]>([
		["allow", "allow", null, /^without scan results because container app /],
		["block", "refuse", "done", /^container app runs /],
	])("ends in time: `onUnscanned: %s` decides, and `onUnknown` does not", (onUnscanned, kind, outcome, reason) => {
		for (const onUnknown of ["allow", "block"] as const) {
			const decision = decide(facts(scanning), patient(onUnscanned, onUnknown), maxWaitMinutes);
			expect(decision).toMatchObject({ kind, outcome, because: [vulnerabilities] });
			expect(decision.reason).toMatch(reason);
		}
	});

	test("begins with the push if ECS does not say when the service revision was created", () => {
		const of = facts(scanning, { createdAt: null });
		expect(decide(of, patient("block"), maxWaitMinutes - 1).kind).toBe("wait");
		expect(decide(of, patient("block"), maxWaitMinutes).kind).toBe("refuse");
	});
});

describe("whatever is deployed", () => {
	const anyContainer = fc.constantFrom({}, vulnerable, scanning, unscannable, denied, elsewhere);
	const anyFacts = fc
		.record({
			containers: fc.array(anyContainer, { minLength: 1, maxLength: 3 }),
			createdAt: fc.constantFrom(null, createdAt),
			more: fc.constantFrom({}, { unanswered: "ECR did not respond" }),
		})
		.map(({ containers, createdAt: since, more }) => {
			const named = containers.map((one, at) => aContainer({ name: `c${at}`, ...one }));
			return facts({}, { definition: aTaskDefinition({ containers: named }), createdAt: since, ...more });
		});
	const choice = fc.constantFrom<"allow" | "block">("allow", "block");
	const anyPolicy = fc
		.record({
			mode: fc.constantFrom<Policy["mode"]>("audit", "enforce"),
			gate: fc.boolean(),
			onUnscanned: choice,
			onUnknown: choice,
			onOtherRegistry: choice,
			protected: fc.constantFrom([], ["web"], ["other"]),
		})
		.map(({ mode, ...block }) => policyWith(mode, block));
	const anyMinutes = fc.integer({ min: -5, max: 3_000 });

	test("audit mode, a protected family and a switched off gate let it through without a delay", () => {
		fc.assert(
			fc.property(anyFacts, anyPolicy, anyMinutes, (of, policy, minutes) => {
				const isHarmless = policy.mode === "audit" || policy.block.protected.includes("web") || !policy.block.gate;
				fc.pre(isHarmless);
				expect(decide(of, policy, minutes).kind).toBe("allow");
			}),
		);
	});

	test("it is refused exactly if that is recorded, and waits only within the bound", () => {
		fc.assert(
			fc.property(anyFacts, anyPolicy, anyMinutes, (of, policy, minutes) => {
				const { kind, outcome, because } = decide(of, policy, minutes);
				expect(kind === "refuse").toBe(outcome === "done");
				if (kind === "wait") expect(minutes).toBeLessThan(maxWaitMinutes);
				if (outcome !== null) expect(because).not.toEqual([]);
			}),
		);
	});
});
