import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { deployedImageControls } from "../../controls/deployed-image.ts";
import { taskDefinitionControls } from "../../controls/index.ts";
import type { ContainerFacts } from "../../core/facts.ts";
import type { Policy, Scope } from "../../core/policy.ts";
import { answerAbout } from "../../operations/gate/decide.ts";
import { decideDeployment } from "../../pipeline/deployments/decide.ts";
import { maxWaitMinutes } from "../../pipeline/deployments/wait.ts";
import { aContainer, anImage, aScan, aTaskDefinition } from "../support/builders.ts";
import { minutesAfterCreation } from "../support/gate.ts";

describe("an image of another registry has no answer for --strict", () => {
	const elsewhere: Partial<ContainerFacts> = {
		registryImage: { unread: "its registry is not read here", isLasting: true, isByDesign: true },
	};
	const unreadTags = { tags: { unread: "ecs:ListTagsForResource was denied" } };
	const setting = (onOtherRegistry: "allow" | "block"): Scope => ({
		match: { tag: { team: ["shop"] } },
		controls: {},
		block: { onOtherRegistry },
	});
	test.each<[string, Scope[], Parameters<typeof aTaskDefinition>[0], "allow" | "block", boolean]>([
		["unless the policy allows it", [], {}, "allow", false],
		["if a scope may block it", [setting("block")], unreadTags, "allow", true],
		["unless the scope sets what the policy says", [setting("allow")], unreadTags, "allow", false],
		["unless the scope matches others", [setting("block")], { tags: { value: { team: "pay" } } }, "allow", false],
		["if the policy blocks it", [], {}, "block", true],
		["if the policy blocks it, and a scope may allow it", [setting("allow")], unreadTags, "block", true],
	])("%s", (_name, scopes, tagged, onOtherRegistry, isUnanswered) => {
		const policy = { ...defaultPolicy, scopes, block: { ...defaultPolicy.block, onOtherRegistry } };
		const facts = aTaskDefinition({ family: "web", containers: [aContainer(elsewhere)], ...tagged });
		const { decision, verdicts } = answerAbout(facts, { policy, image: [], "task-definition": taskDefinitionControls });
		const open = verdicts.filter((one) => one.isUnanswered).map(({ control }) => control);
		expect(open).toEqual(isUnanswered ? ["task-definition/image-vulnerabilities"] : []);
		expect(decision).toBe(onOtherRegistry === "block" && scopes.length === 0 ? "blocked" : "allowed");
	});
});

const names = fc.constantFrom("web", "shop", "w*", "*");
const mode = fc.constantFrom<Policy["mode"]>("audit", "enforce");
const gap = fc.constantFrom<Policy["block"]["onUnknown"]>("allow", "block");
const blockOfScope = fc.record({ gate: fc.boolean(), onUnknown: gap, onUnscanned: gap }, { requiredKeys: [] });
const scope: fc.Arbitrary<Scope> = fc
	.record({ cluster: names, mode: fc.option(mode), block: fc.option(blockOfScope), blocking: fc.option(fc.boolean()) })
	.map(({ cluster, mode, block, blocking }) => ({
		match: { cluster: [cluster] },
		controls: blocking === null ? {} : { "task-definition/read-only-root": { blocking } },
		...(mode === null ? {} : { mode }),
		...(block === null ? {} : { block }),
	}));
const entry = fc
	.tuple(
		fc.constantFrom("task-definition", "service/shop", "service"),
		names,
		fc.constantFrom("2020-01-01", "2999-01-01"),
	)
	.map(([kind, name, expires]) => ({ resource: `${kind}/${name}`, reason: "hotfix", owner: "jo", expires }));
const policies: fc.Arbitrary<Policy> = fc
	.record({
		mode,
		scopes: fc.array(scope, { maxLength: 3 }),
		block: fc.record({
			gate: fc.boolean(),
			onUnknown: gap,
			onOtherRegistry: gap,
			onUnscanned: gap,
			protected: fc.array(names, { maxLength: 1 }),
			protectedServices: fc.array(
				names.map((name) => `shop/${name}`),
				{ maxLength: 1 },
			),
			breakGlass: fc.array(entry, { maxLength: 2 }),
		}),
	})
	.map((policy) => ({ ...defaultPolicy, ...policy, block: { ...defaultPolicy.block, ...policy.block } }));
const containers = fc.constantFrom<Partial<ContainerFacts>>(
	{},
	{ readonlyRootFilesystem: false },
	{ registryImage: { value: anImage({ scans: { value: [aScan({ status: "UNSUPPORTED_IMAGE" })] } }) } },
	{ registryImage: { unread: "its registry is not read here", isLasting: true, isByDesign: true } },
	{ registryImage: { unread: "its repository has no tag 1.0", isLasting: true } },
);
const tags = fc.constantFrom<Parameters<typeof aTaskDefinition>[0]>(
	{},
	{ tags: { unread: "ecs:ListTagsForResource was denied" } },
	{ tags: { value: { "shipshape:break-glass": `${minutesAfterCreation(60 * 24).slice(0, 10)} jo hotfix` } } },
);

test("with a service, the pipeline's gate answers as the deployment gate does", () => {
	const seen = new Set<string>();
	fc.assert(
		fc.property(policies, containers, tags, (policy, container, tagged) => {
			const readAt = minutesAfterCreation(maxWaitMinutes + 1);
			const facts = aTaskDefinition({
				family: "web",
				containers: [aContainer(container)],
				...tagged,
				deployment: { cluster: "shop", service: "web" },
				readAt,
			});
			const image = deployedImageControls(policy.controls);
			const { decision } = answerAbout(facts, { policy, image, "task-definition": taskDefinitionControls });
			const { kind, outcome } = decideDeployment(
				{ definition: facts, createdAt: minutesAfterCreation(0), foundByTag: [] },
				{ controls: taskDefinitionControls, policy, action: "gate", now: readAt },
			);
			const open = outcome === null || outcome === "failed" ? ["allowed", "off"] : [outcome];
			seen.add(decision);
			expect(kind === "refuse" ? ["blocked"] : open).toContain(decision);
		}),
		{ numRuns: 500 },
	);
	expect([...seen].sort()).toEqual(["allowed", "blocked", "off", "overridden", "protected", "would-have"]);
});
