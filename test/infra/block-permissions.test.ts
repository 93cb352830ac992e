import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy, Scope } from "../../core/policy.ts";
import { blockTag } from "../../domain/blocks/block-tag.ts";
import { functions } from "../../functions/manifest.ts";
import { actionsOf, statementsOfRole, synthesizeStack } from "../support/synthesize-stack.ts";

const enforcing: Policy = { ...defaultPolicy, mode: "enforce" };

describe("the permissions to block revisions are granted only to the function that uses them", () => {
	const auditing: Policy = { ...defaultPolicy, mode: "audit" };
	const tagging = { ...defaultPolicy.block, deregister: false, tag: true };
	const gentle: Policy = { ...enforcing, block: { ...defaultPolicy.block, deregister: false } };
	const readingTheSwitch = "ssm/read-off-switch";
	const [deregister, ...tags] = ["ecs:DeregisterTaskDefinition", "ecs:TagResource", "ecs:UntagResource"];
	const inScope = (policy: Policy, scope: Partial<Scope>): Policy => ({
		...policy,
		scopes: [{ match: { cluster: ["prod"] }, controls: {}, ...scope }],
	});

	test.each<[string, Policy, readonly (string | undefined)[], boolean]>([
		["audit mode", auditing, [], false],
		["audit mode with tags", { ...auditing, block: tagging }, [], false],
		["audit mode, deregistering in a scope", inScope(auditing, { block: { deregister: true } }), [], false],
		["enforce mode", enforcing, [deregister], true],
		["enforce mode without deregistering", gentle, [], true],
		["enforce mode with tags alone", { ...enforcing, block: tagging }, tags, true],
		["enforce mode in a scope", inScope(auditing, { mode: "enforce" }), [deregister], true],
		["enforce mode, deregistering in a scope", inScope(gentle, { block: { deregister: true } }), [deregister], true],
		["tags in a scope", inScope(enforcing, { block: { tag: true } }), [deregister, ...tags], true],
	])("%s", (_, policy, actions, readsTheSwitch) => {
		const of = synthesizeStack(policy);
		const held = functions.flatMap(({ construct }) =>
			actionsOf(statementsOfRole(of, construct))
				.filter((action) => [deregister, ...tags].includes(action))
				.map((action) => `${construct} ${action}`),
		);
		expect(held.sort()).toEqual(actions.map((action) => `TaskDefinitionRegistered ${action}`).sort());
		const readers = functions.filter(({ construct }) =>
			actionsOf(statementsOfRole(of, construct)).includes("ssm:GetParameter"),
		);
		const blocking = functions.filter(({ adapters }) => (adapters as readonly string[]).includes(readingTheSwitch));
		expect(readers).toEqual(readsTheSwitch ? blocking : []);
		const holders = (action: string) =>
			functions
				.map(({ construct }) => construct)
				.filter((construct) => actionsOf(statementsOfRole(of, construct)).includes(action));
		expect(holders("ecs:StopServiceDeployment")).toEqual(readsTheSwitch ? ["DeploymentStarted"] : []);
		expect(holders("ecs:UpdateService")).toEqual([]);
		// A PAUSE hook is answered in audit mode, too.
		expect(holders("ecs:ContinueServiceDeployment")).toEqual(["DeploymentStarted"]);
	});

	test("only the tag of blocked revisions can be set and removed", () => {
		const of = synthesizeStack({ ...enforcing, block: tagging });
		const statements = statementsOfRole(of, "TaskDefinitionRegistered").filter((one) =>
			actionsOf([one]).some((action) => tags.includes(action)),
		);
		expect(statements.map(({ Condition }) => Condition)).toEqual([
			{ "ForAllValues:StringLike": { "aws:TagKeys": [blockTag] }, Null: { "aws:TagKeys": "false" } },
		]);
		expect(JSON.stringify(statements[0]?.Resource)).toContain(":task-definition/*:*");
	});

	test.each<[string, Partial<Policy["block"]>, readonly string[]]>([
		["a service may be set back", { "set-back": true }, ["ecs:StopServiceDeployment", "ecs:UpdateService"]],
		["no deployment is stopped", { "set-back": true, "stop-deployment": false }, []],
	])("only for what the policy blocks, if %s", (_, block, expected) => {
		const of = synthesizeStack({ ...enforcing, block: { ...defaultPolicy.block, ...block } });
		const actions = actionsOf(statementsOfRole(of, "DeploymentStarted"));
		const changes = ["ecs:StopServiceDeployment", "ecs:UpdateService"];
		expect(changes.filter((action) => actions.includes(action))).toEqual(expected);
	});
});
