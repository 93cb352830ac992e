import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { hooks } from "../../functions/manifest.ts";
import { permissionsOf } from "../../infra/function-permissions.ts";
import { listOf, statementsOf, synthesizeStack, target } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();
const without = synthesizeStack(undefined, { withoutGate: "true" });
const rolesOf = (of: typeof stack) =>
	of.ofType("AWS::IAM::Role").filter(({ properties }) => JSON.stringify(properties).includes("ecs.amazonaws.com"));

describe("the role with which ECS calls the gate", () => {
	test("may be assumed by ECS alone", () => {
		expect(rolesOf(stack).map(({ properties }) => properties["AssumeRolePolicyDocument"])).toEqual([
			{
				Version: "2012-10-17",
				Statement: [
					{
						Action: "sts:AssumeRole",
						Effect: "Allow",
						Principal: { Service: "ecs.amazonaws.com" },
					},
				],
			},
		]);
	});

	test("may call the gate and nothing else", () => {
		const [role] = rolesOf(stack);
		const own = stack
			.ofType("AWS::IAM::Policy")
			.filter(({ properties }) =>
				listOf(properties["Roles"])
					.map(target)
					.includes(role?.id ?? ""),
			)
			.flatMap(statementsOf);
		expect(own.map(({ Action, Resource }) => [Action, target(Resource)])).toEqual([
			["lambda:InvokeFunction", expect.stringMatching(/^DeploymentGateHandlerFunction/)],
		]);
	});

	test("is named in the outputs, with the function", () => {
		const targets = ["FunctionArn", "HookRoleArn"].map((what) => {
			return target((stack.outputs[`DeploymentGate${what}`] as { readonly Value: unknown }).Value);
		});
		expect(targets).toEqual([
			expect.stringMatching(/^DeploymentGateHandlerFunction/),
			expect.stringMatching(/^DeploymentGateHookRole/),
		]);
	});
});

describe("a stack without the gate", () => {
	test("has neither its function, its role nor its outputs", () => {
		expect(rolesOf(without)).toEqual([]);
		expect(JSON.stringify(without.ofType("AWS::Lambda::Function"))).not.toContain("DeploymentGate");
		expect(Object.keys(without.outputs).filter((name) => name.startsWith("DeploymentGate"))).toEqual([]);
	});
});

test("the gate reads repositories only if a control that needs them can refuse a deployment", () => {
	const [gate] = hooks;
	const actions = (policy: typeof defaultPolicy) => permissionsOf(gate, policy).map(({ action }) => action);
	const pinned = { "task-definition/image-pinned": { blocking: true } };
	const scope = { match: { family: ["pay*"] }, controls: pinned };
	const blocking = { ...defaultPolicy.controls["task-definition/image-pinned"], enabled: true, blocking: true };
	const controls = { ...defaultPolicy.controls, "task-definition/image-pinned": blocking };
	expect(actions(defaultPolicy)).not.toContain("ecr:DescribeRepositories");
	expect(actions({ ...defaultPolicy, scopes: [scope] })).toContain("ecr:DescribeRepositories");
	expect(actions({ ...defaultPolicy, controls })).toContain("ecr:DescribeRepositories");
});

test("the gate changes nothing in AWS: it reads, and sends messages to one queue", () => {
	const writes = permissionsOf(hooks[0], defaultPolicy)
		.map(({ action }) => action)
		.filter((action) => !/:(?:Describe|List|BatchGet|Get)/.test(action));
	expect(writes).toEqual(["sqs:SendMessage"]);
});
