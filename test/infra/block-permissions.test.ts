import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy, Scope } from "../../core/policy.ts";
import { functions } from "../../functions/manifest.ts";
import { listOf, statementsOf, synthesizeStack } from "../support/synthesize-stack.ts";

const enforcing: Policy = { ...defaultPolicy, mode: "enforce" };

/** Actions that the role of a function allows. */
const actionsOf = (construct: string, of: ReturnType<typeof synthesizeStack>): readonly string[] =>
	of
		.ofType("AWS::IAM::Policy")
		.filter(({ id }) => id.startsWith(`${construct}Handler`))
		.flatMap(statementsOf)
		.flatMap(({ Action }) => listOf(Action));

describe("permissions to block are granted only to the functions that use them", () => {
	const auditing: Policy = { ...defaultPolicy, mode: "audit" };
	const gentle: Policy = { ...enforcing, block: { ...defaultPolicy.block, deregister: false } };
	const inScope = (policy: Policy, scope: Partial<Scope>): Policy => ({
		...policy,
		scopes: [{ match: { cluster: ["prod"] }, controls: {}, ...scope }],
	});
	const route = ["TaskDefinitionRegistered"];
	const blocking = [...route, "DeploymentStarted", "DeploymentGate"];

	test.each<[string, Policy, readonly string[], readonly string[]]>([
		["audit mode", auditing, [], []],
		["enforce mode", enforcing, route, blocking],
		["enforce mode without deregistering", gentle, [], blocking],
		["enforce mode in a scope", inScope(auditing, { mode: "enforce" }), route, blocking],
		["enforce mode, deregistering in a scope", inScope(gentle, { block: { deregister: true } }), route, blocking],
		["audit mode, deregistering in a scope", inScope(auditing, { block: { deregister: true } }), [], []],
	])("%s", (_, policy, deregistering, readingTheSwitch) => {
		const of = synthesizeStack(policy);
		const holders = (action: string) =>
			functions.map(({ construct }) => construct).filter((construct) => actionsOf(construct, of).includes(action));
		expect(holders("ecs:DeregisterTaskDefinition")).toEqual(deregistering);
		expect(holders("ssm:GetParameter")).toEqual(readingTheSwitch);
		const stopping = readingTheSwitch.filter((construct) => construct === "DeploymentStarted");
		expect(holders("ecs:StopServiceDeployment")).toEqual(stopping);
		expect(holders("ecs:UpdateService")).toEqual([]);
		// A PAUSE hook is answered in audit mode, too.
		expect(holders("ecs:ContinueServiceDeployment")).toEqual(["DeploymentStarted"]);
	});

	test.each<[string, Partial<Policy["block"]>, readonly string[]]>([
		["a service may be set back", { "set-back": true }, ["ecs:StopServiceDeployment", "ecs:UpdateService"]],
		["no deployment is stopped", { "set-back": true, "stop-deployment": false }, []],
	])("only for what the policy blocks, if %s", (_, block, expected) => {
		const of = synthesizeStack({ ...enforcing, block: { ...defaultPolicy.block, ...block } });
		const actions = actionsOf("DeploymentStarted", of);
		const changes = ["ecs:StopServiceDeployment", "ecs:UpdateService"];
		expect(changes.filter((action) => actions.includes(action))).toEqual(expected);
	});
});
