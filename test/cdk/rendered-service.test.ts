import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { problemsIn } from "../../cdk/rendered-service.ts";

const hook = { HookTargetArn: { Ref: "Function" }, RoleArn: { Ref: "Role" } };
const attached = { ...hook, LifecycleStages: ["PRE_SCALE_UP"] };
const other = { ...attached, HookTargetArn: { "Fn::GetAtt": ["Mine", "Arn"] } };
const gated = { Strategy: "BLUE_GREEN", LifecycleHooks: [attached] };
const canary = { Strategy: "CANARY", LifecycleHooks: [other, attached], CanaryConfiguration: { CanaryPercent: 5 } };
const ungated = { Strategy: "BLUE_GREEN", LifecycleHooks: [other] };
const rolling = { Strategy: "ROLLING" };
const noValue = { Ref: "AWS::NoValue" };
const either = (condition: string, yes: unknown, no: unknown) => ({ "Fn::If": [condition, yes, no] });

const problems = (configuration: unknown, more: object = {}): readonly string[] =>
	problemsIn({ DeploymentConfiguration: configuration, ...more }, hook, ["PRE_SCALE_UP", "POST_SCALE_UP"]);
const lost = expect.stringMatching(/^has lost the hook of the gate, because its deployment configuration/);
const untold = expect.stringMatching(/^may not have the hook of the gate: .* only known in the deployment; write its/);
const strategy = expect.stringMatching(/^has the deployment strategy ROLLING, in which/);

describe("a deployment configuration that conditions decide", () => {
	test.each<[string, unknown]>([
		["in both branches", either("IsProd", gated, canary)],
		["in branches of branches", either("IsProd", gated, either("IsStaging", canary, gated))],
		["in each list of hooks", { ...gated, LifecycleHooks: either("IsProd", [attached], [other, attached]) }],
		[
			"beside another hook that only one branch has",
			{ ...gated, LifecycleHooks: [either("A", other, noValue), attached] },
		],
		["in each item of the list", { ...gated, LifecycleHooks: [either("A", attached, { ...other, ...attached })] }],
		[
			"with a stage that a condition decides",
			{
				...gated,
				LifecycleHooks: [{ ...hook, LifecycleStages: either("A", ["PRE_SCALE_UP"], ["POST_SCALE_UP"]) }],
			},
		],
		["in the branches in which ECS calls hooks", either("IsProd", gated, rolling)],
		["in the branch that has a configuration", either("IsProd", gated, noValue)],
		[
			"in the branch that the same condition chooses",
			{
				Strategy: either("IsProd", "BLUE_GREEN", "ROLLING"),
				LifecycleHooks: either("IsProd", [attached], noValue),
			},
		],
		["with a strategy of a parameter", { ...gated, Strategy: { Ref: "Strategy" } }],
	])("has the hook %s", (_, configuration) => {
		expect(problems(configuration)).toEqual([]);
	});

	test.each<[string, unknown]>([
		["in one branch", either("IsProd", gated, ungated)],
		["in a branch of a branch", either("IsProd", gated, either("IsStaging", gated, { Strategy: "LINEAR" }))],
		["if a condition leaves it out", { ...gated, LifecycleHooks: [either("IsProd", attached, noValue)] }],
		["if a condition leaves all hooks out", { ...gated, LifecycleHooks: either("IsProd", [attached], noValue) }],
		[
			"if two conditions leave it out",
			{
				Strategy: either("A", "BLUE_GREEN", "ROLLING"),
				LifecycleHooks: either("B", [attached], []),
			},
		],
	])("has lost it %s", (_, configuration) => {
		expect(problems(configuration)).toEqual([lost]);
	});

	test("has a strategy without hooks only if every branch has", () => {
		expect(problems(either("IsProd", { ...gated, ...rolling }, { ...gated, ...rolling }))).toEqual([strategy]);
		expect(problems(either("IsProd", rolling, noValue))).toEqual([strategy, lost]);
	});

	test("is judged in the branches of the controller ECS", () => {
		const controller = { DeploymentController: { Type: either("Old", "CODE_DEPLOY", "ECS") } };
		const ofCondition = { DeploymentController: either("Old", { Type: "CODE_DEPLOY" }, noValue) };
		for (const more of [controller, ofCondition]) {
			expect(problems(either("Old", noValue, gated), more)).toEqual([]);
			expect(problems(either("Old", gated, ungated), more)).toEqual([lost]);
		}
		const both = { DeploymentController: { Type: either("Old", "CODE_DEPLOY", "EXTERNAL") } };
		expect(problems(gated, both)).toEqual([expect.stringMatching(/^is deployed by CODE_DEPLOY, and only/)]);
	});
});

describe("whether a service has the hook cannot be told if", () => {
	test.each<[string, unknown]>([
		["the configuration is a reference", { Ref: "Configuration" }],
		["the configuration is of a mapping", { "Fn::FindInMap": ["Map", "a", "b"] }],
		["the configuration is of a macro", { "Fn::Transform": { Name: "Mine" }, Strategy: "BLUE_GREEN" }],
		["one branch is a reference", either("IsProd", gated, { Ref: "Configuration" })],
		["the list of hooks is a reference", { ...gated, LifecycleHooks: { Ref: "Hooks" } }],
		["a hook is a reference", { ...gated, LifecycleHooks: [other, { Ref: "Hook" }] }],
		["its stages are a reference", { ...gated, LifecycleHooks: [{ ...hook, LifecycleStages: { Ref: "Stages" } }] }],
		["its stage is a reference", { ...gated, LifecycleHooks: [{ ...hook, LifecycleStages: [{ Ref: "Stage" }] }] }],
		["a condition is not written as CloudFormation has it", { ...gated, LifecycleHooks: { "Fn::If": ["IsProd"] } }],
		[
			"more conditions decide than are looked into",
			{
				...gated,
				LifecycleHooks: Array.from({ length: 9 }, (_, at) => either(`C${at}`, attached, other)),
			},
		],
	])("%s", (_, configuration) => {
		expect(problems(configuration)).toEqual([untold]);
	});

	test("not if the hook is there beside something unknown", () => {
		expect(problems({ ...gated, LifecycleHooks: [{ Ref: "Hook" }, attached] })).toEqual([]);
	});
});

test("a configuration of conditions is accepted exactly if each of its branches is", () => {
	const leaf = fc.constantFrom<unknown>(gated, canary, ungated, rolling, { Strategy: "LINEAR" });
	const { tree } = fc.letrec((tie) => ({
		tree: fc.oneof({ maxDepth: 4 }, leaf, fc.tuple(tie("tree"), tie("tree"))),
	}));
	let count = 0;
	const render = (node: unknown): unknown =>
		Array.isArray(node) ? either(`C${count++}`, render(node[0]), render(node[1])) : node;
	const leavesOf = (node: unknown): readonly unknown[] => (Array.isArray(node) ? node.flatMap(leavesOf) : [node]);
	fc.assert(
		fc.property(tree, (node) => {
			count = 0;
			const rendered = render(node);
			fc.pre(count <= 8);
			const leaves = leavesOf(node);
			const hasLost = leaves.some((one) => one === ungated || (one as { Strategy: string }).Strategy === "LINEAR");
			const isRolling = leaves.every((one) => one === rolling);
			expect(problems(rendered)).toEqual([...(isRolling ? [strategy] : []), ...(hasLost || isRolling ? [lost] : [])]);
		}),
	);
});
