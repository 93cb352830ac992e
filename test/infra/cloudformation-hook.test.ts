import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { listOf, statementsOf, synthesizeStack, target } from "../support/synthesize-stack.ts";

const type = "AWS::CloudFormation::LambdaHook";
const stack = synthesizeStack();
const hookOf = (of: typeof stack) => of.ofType(type)[0];
const [role] = stack
	.ofType("AWS::IAM::Role")
	.filter(({ properties }) => JSON.stringify(properties).includes("hooks.cloudformation.amazonaws.com"));

describe("the Lambda hook", () => {
	test("asks the function about task definitions and repositories before they are created or updated", () => {
		expect(hookOf(stack)?.properties).toMatchObject({
			Alias: "Shipshape::Resources::Shipshape",
			HookStatus: "ENABLED",
			TargetOperations: ["RESOURCE", "CLOUD_CONTROL"],
			TargetFilters: {
				Targets: ["AWS::ECS::TaskDefinition", "AWS::ECR::Repository"].flatMap((TargetName) =>
					["CREATE", "UPDATE"].map((Action) => ({ TargetName, Action, InvocationPoint: "PRE_PROVISION" })),
				),
			},
		});
		const { LambdaFunction, ExecutionRole } = hookOf(stack)?.properties ?? {};
		expect(target(LambdaFunction)).toMatch(/^CloudFormationHookHandlerFunction/);
		expect(target(ExecutionRole)).toBe(role?.id);
	});

	test.each([
		["audit", "WARN"],
		["enforce", "FAIL"],
	] as const)("in mode %s has the failure mode %s", (mode, failureMode) => {
		expect(hookOf(synthesizeStack({ ...defaultPolicy, mode }))?.properties["FailureMode"]).toBe(failureMode);
	});

	test("fails operations if only a scope of the policy refuses them", () => {
		const scopes = [{ match: { family: ["web"] }, controls: {}, mode: "enforce" as const }];
		expect(hookOf(synthesizeStack({ ...defaultPolicy, scopes }))?.properties["FailureMode"]).toBe("FAIL");
	});

	const off = { "cloudformation-hook": false };
	const on = { "cloudformation-hook": true };
	const enforce = "enforce" as const;
	test.each<[string, Partial<Policy>, string]>([
		[
			"a scope enforces that is about a cluster",
			{ scopes: [{ controls: {}, match: { cluster: ["shop"] }, mode: enforce }] },
			"WARN",
		],
		[
			"the policy enforces and turns the hook off",
			{ mode: enforce, block: { ...defaultPolicy.block, ...off } },
			"WARN",
		],
		[
			"a scope enforces and turns the hook off",
			{ scopes: [{ controls: {}, match: { family: ["web"] }, mode: enforce, block: off }] },
			"WARN",
		],
		[
			"a scope enforces, turns the hook off, and a later one turns it on",
			{
				scopes: [
					{ controls: {}, match: { family: ["web"] }, mode: enforce, block: off },
					{ controls: {}, match: { account: ["*"] }, block: on },
				],
			},
			"FAIL",
		],
		[
			"a scope turns the hook on that the policy turns off, and another enforces",
			{
				block: { ...defaultPolicy.block, ...off },
				scopes: [
					{ controls: {}, match: { account: ["*"] }, block: on },
					{ controls: {}, match: { family: ["web"] }, mode: enforce },
				],
			},
			"FAIL",
		],
		[
			"a cluster's scope turns the hook on that the policy turns off",
			{
				mode: enforce,
				block: { ...defaultPolicy.block, ...off },
				scopes: [{ controls: {}, match: { cluster: ["shop"] }, block: on }],
			},
			"WARN",
		],
	])("if %s, has the failure mode that fits", (_, policy, failureMode) => {
		expect(hookOf(synthesizeStack({ ...defaultPolicy, ...policy }))?.properties["FailureMode"]).toBe(failureMode);
	});

	test.each([
		["pay-ments", "Shipshape::Resources::payments"],
		["A", "Shipshape::Resources::A0"],
		["x".repeat(128), `Shipshape::Resources::${"x".repeat(64)}`],
	])("of the stack %s has an alias that CloudFormation accepts", (stackName, alias) => {
		expect(hookOf(synthesizeStack(undefined, { stackName }))?.properties["Alias"]).toBe(alias);
		expect(alias).toMatch(/^(?!aws)[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}$/i);
	});

	test("is created in AWS only: in a local run it has a condition that is false", () => {
		const local = synthesizeStack(undefined, { localEndpoints: '{"AWS_ENDPOINT_URL_ECR":"http://127.0.0.1:1"}' });
		expect(hookOf(local)?.template["Condition"]).toBe("NotLocal");
		expect(hookOf(stack)?.template).not.toHaveProperty("Condition");
	});
});

describe("the role with which CloudFormation calls the function", () => {
	test("may be assumed by the hooks of CloudFormation alone", () => {
		expect(role?.properties["AssumeRolePolicyDocument"]).toEqual({
			Version: "2012-10-17",
			Statement: [
				{
					...{ Action: "sts:AssumeRole", Effect: "Allow" },
					Principal: { Service: "hooks.cloudformation.amazonaws.com" },
				},
			],
		});
	});

	test("may call the function and nothing else", () => {
		const own = stack
			.ofType("AWS::IAM::Policy")
			.filter(({ properties }) =>
				listOf(properties["Roles"])
					.map(target)
					.includes(role?.id ?? ""),
			)
			.flatMap(statementsOf);
		expect(own.map(({ Action, Resource }) => [Action, target(Resource)])).toEqual([
			["lambda:InvokeFunction", expect.stringMatching(/^CloudFormationHookHandlerFunction/)],
		]);
	});
});

test("a stack without the option has neither the hook, its function, its role nor its outputs", () => {
	const without = synthesizeStack(undefined, { cloudFormationHook: "false" });
	expect(without.all.filter(({ id }) => id.startsWith("CloudFormationHook"))).toEqual([]);
	expect(without.ofType(type)).toEqual([]);
	expect(Object.keys(without.outputs).filter((name) => name.startsWith("CloudFormationHook"))).toEqual([]);
});
