import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { taskDefinitionControls as controls } from "../../../controls/index.ts";
import type { ContainerFacts, ImageFacts } from "../../../core/facts.ts";
import type { Policy } from "../../../core/policy.ts";
import { decideGate, decideUnread, type GateFacts, maxWaitMinutes } from "../../../pipeline/gate/decide.ts";
import { aContainer, aDigest, anImage, aScan, aTaskDefinition, aVulnerability } from "../../support/builders.ts";
import { minutesAfterCreation } from "../../support/gate.ts";

const vulnerabilities = "task-definition/image-vulnerabilities";
const createdAt = minutesAfterCreation(0);
const running = (image: Partial<ImageFacts>): Partial<ContainerFacts> => ({ registryImage: { value: anImage(image) } });
/** One container, judged by what its image and its root filesystem are like. */
const facts = (container: Partial<ContainerFacts> = {}, more: Partial<GateFacts> = {}): GateFacts => ({
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
	registryImage: { unread: "its registry is not read here", isLasting: true },
};

const policyWith = (mode: Policy["mode"], block: Partial<Policy["block"]> = {}): Policy => ({
	...defaultPolicy,
	mode,
	block: { ...defaultPolicy.block, ...block },
});
const decide = (of: GateFacts, policy: Policy, minutes = 1) =>
	decideGate(of, { controls, policy }, minutesAfterCreation(minutes));
const protecting = { protected: ["w*"] };

describe("a deployment", () => {
	type Row = [string, Partial<ContainerFacts>, Policy, string, string | null, readonly string[]];
	test.each<Row>([
		["of a compliant revision", {}, policyWith("enforce"), "SUCCEEDED", null, []],
		["of a vulnerable image", vulnerable, policyWith("enforce"), "FAILED", "done", [vulnerabilities]],
		["B02: in audit mode", vulnerable, policyWith("audit"), "SUCCEEDED", "would-have", [vulnerabilities]],
		[
			"B02: of a protected family",
			vulnerable,
			policyWith("enforce", protecting),
			"SUCCEEDED",
			"protected",
			[vulnerabilities],
		],
		["with the gate switched off", vulnerable, policyWith("enforce", { gate: false }), "SUCCEEDED", null, []],
		["that waits for a scan", scanning, policyWith("enforce"), "IN_PROGRESS", null, [vulnerabilities]],
		["that would wait, in audit mode", scanning, policyWith("audit"), "SUCCEEDED", null, [vulnerabilities]],
		[
			"that would wait, of a protected family",
			scanning,
			policyWith("enforce", protecting),
			"SUCCEEDED",
			null,
			[vulnerabilities],
		],
		["B07: of an image that cannot be scanned", unscannable, policyWith("enforce"), "SUCCEEDED", null, []],
		[
			"B07: the same, if that blocks",
			unscannable,
			policyWith("enforce", { onUnscanned: "block" }),
			"FAILED",
			"done",
			[vulnerabilities],
		],
		["B05: of an image that was denied", denied, policyWith("enforce"), "SUCCEEDED", "failed", [vulnerabilities]],
		[
			"B05: the same, if that blocks",
			denied,
			policyWith("enforce", { onUnknown: "block" }),
			"FAILED",
			"done",
			[vulnerabilities],
		],
		[
			"B05: the same in audit mode",
			denied,
			policyWith("audit", { onUnknown: "block" }),
			"SUCCEEDED",
			"would-have",
			[vulnerabilities],
		],
		["of an image in another registry", elsewhere, policyWith("enforce"), "SUCCEEDED", null, [vulnerabilities]],
		[
			"the same, if that blocks",
			elsewhere,
			policyWith("enforce", { onUnknown: "block" }),
			"FAILED",
			"done",
			[vulnerabilities],
		],
	])("%s", (_, container, policy, hookStatus, outcome, because) => {
		expect(decide(facts(container), policy)).toMatchObject({ reply: { hookStatus }, outcome, because });
	});

	test("is refused with the messages of the controls", () => {
		const { reason } = decide(facts(vulnerable), policyWith("enforce"));
		expect(reason).toMatch(/^container app: .*payments:1\.4\.2: .*CRITICAL/);
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
		expect(decide(both, policyWith("enforce"))).toMatchObject({ reply: { hookStatus: "FAILED" }, outcome: "done" });
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
	])("after %d minutes, ECS calls again in %d s", (minutes, callBackDelay) => {
		const { reply, reason } = decide(facts(scanning), patient("block", "block"), minutes);
		expect(reply).toEqual({ hookStatus: "IN_PROGRESS", callBackDelay });
		expect(reason).toMatch(/^waiting for scan results: container app: .* is being scanned/);
	});

	test.each<[Policy["block"]["onUnscanned"], string, string | null]>([
		["allow", "SUCCEEDED", null],
		["block", "FAILED", "done"],
	])(
		"ends after %s's time: `onUnscanned: %s` decides, and `onUnknown` does not",
		(onUnscanned, hookStatus, outcome) => {
			for (const onUnknown of ["allow", "block"] as const) {
				const decision = decide(facts(scanning), patient(onUnscanned, onUnknown), maxWaitMinutes);
				expect(decision).toMatchObject({ reply: { hookStatus }, outcome, because: [vulnerabilities] });
			}
		},
	);

	test("begins with the push if ECS does not say when the service revision was created", () => {
		const of = facts(scanning, { createdAt: null });
		expect(decide(of, patient("block"), maxWaitMinutes - 1).reply.hookStatus).toBe("IN_PROGRESS");
		expect(decide(of, patient("block"), maxWaitMinutes).reply.hookStatus).toBe("FAILED");
	});
});

describe("B05: a deployment that could not be checked at all", () => {
	const allow = { onUnknown: "allow" } as const;
	const block = { onUnknown: "block" } as const;
	test.each<[string, string | null, Policy, string, string]>([
		["goes on by default", "web", policyWith("enforce", allow), "SUCCEEDED", "failed"],
		["goes on by default in audit mode", "web", policyWith("audit", allow), "SUCCEEDED", "failed"],
		["is refused if the policy says so", "web", policyWith("enforce", block), "FAILED", "done"],
		[
			"is refused if the policy says so and the family is unknown",
			null,
			policyWith("enforce", { ...block, ...protecting }),
			"FAILED",
			"done",
		],
		["goes on in audit mode", "web", policyWith("audit", block), "SUCCEEDED", "would-have"],
		[
			"goes on if the family is protected",
			"web",
			policyWith("enforce", { ...block, ...protecting }),
			"SUCCEEDED",
			"protected",
		],
	])("%s", (_, family, policy, hookStatus, outcome) => {
		const decision = decideUnread("ECS did not respond", family, policy);
		expect(decision).toMatchObject({ reply: { hookStatus }, outcome, because: [], isUnchecked: true });
		expect(decision.reason).toContain("ECS did not respond");
	});
});

describe("whatever is deployed", () => {
	const anyContainer = fc.constantFrom({}, vulnerable, scanning, unscannable, denied, elsewhere);
	const anyFacts = fc
		.record({
			containers: fc.array(anyContainer, { minLength: 1, maxLength: 3 }),
			createdAt: fc.constantFrom(null, createdAt),
		})
		.map(({ containers, createdAt: since }) => {
			const named = containers.map((one, at) => aContainer({ name: `c${at}`, ...one }));
			return facts({}, { definition: aTaskDefinition({ containers: named }), createdAt: since });
		});
	const choice = fc.constantFrom<"allow" | "block">("allow", "block");
	const anyPolicy = fc
		.record({
			mode: fc.constantFrom<Policy["mode"]>("audit", "enforce"),
			gate: fc.boolean(),
			onUnscanned: choice,
			onUnknown: choice,
			protected: fc.constantFrom([], ["web"], ["other"]),
		})
		.map(({ mode, ...block }) => policyWith(mode, block));
	const anyMinutes = fc.integer({ min: -5, max: 3_000 });

	test("audit mode, a protected family and a switched off gate let it through without a delay", () => {
		fc.assert(
			fc.property(anyFacts, anyPolicy, anyMinutes, (of, policy, minutes) => {
				const isHarmless = policy.mode === "audit" || policy.block.protected.includes("web") || !policy.block.gate;
				fc.pre(isHarmless);
				expect(decide(of, policy, minutes).reply).toEqual({ hookStatus: "SUCCEEDED" });
			}),
		);
	});

	test("it is refused exactly if that is recorded, and waits only within the bound", () => {
		fc.assert(
			fc.property(anyFacts, anyPolicy, anyMinutes, (of, policy, minutes) => {
				const { reply, outcome, because } = decide(of, policy, minutes);
				expect(reply.hookStatus === "FAILED").toBe(outcome === "done");
				if (reply.hookStatus === "IN_PROGRESS") expect(minutes).toBeLessThan(maxWaitMinutes);
				if (outcome !== null) expect(because).not.toEqual([]);
			}),
		);
	});
});
