import { expect, test } from "@jest/globals";
import { describeEmulated } from "../support/emulated.ts";
import {
	denyServices,
	denyTasks,
	everything,
	pitfalls,
	policyCases,
	policyDocument,
	protectTag,
} from "../support/policy-cases.ts";
import { evaluatePolicies, type PolicyDocument } from "../support/policy-evaluator.ts";

const all = Object.entries(policyCases).flatMap(([name, [policy, cases]]) =>
	cases.map((one) => ({ name, policy, one })),
);

const principal = "arn:aws:iam::111122223333:role/Shipshape-TaskDefinitionRegisteredRole-1A2B3C";
const resource = "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7";

describeEmulated("the policy documents", () => {
	test.each([
		["attached to a principal", (policy: PolicyDocument) => ({ identity: [everything, policy] })],
		[
			"as a service control policy",
			(policy: PolicyDocument) => ({ identity: [everything], organization: [everything, policy] }),
		],
	])("decide as the tables say, %s", (_, attach) => {
		const decided = evaluatePolicies(all.map(({ policy, one: [, , request] }) => ({ ...attach(policy), request })));
		const rows = (decisions: readonly string[]) =>
			all.map(({ name, one: [what] }, at) => `${name}: ${what}: ${decisions[at]}`);
		expect(rows(decided)).toEqual(rows(all.map(({ one: [, decision] }) => decision)));
	});

	test("allow nothing by themselves", () => {
		const identity = [denyTasks, protectTag, denyServices];
		const request = { principal, action: "ecs:RunTask", resource };
		expect(evaluatePolicies([{ identity, request }])).toEqual(["denied"]);
	});

	test("deny Shipshape its own tag while its role has not been written in", () => {
		const request = { principal, action: "ecs:TagResource", resource, keys: { "aws:TagKeys": ["shipshape:blocked"] } };
		expect(evaluatePolicies([{ identity: [everything, policyDocument("protect-block-tag")], request }])).toEqual([
			"denied",
		]);
	});

	test("are not written in ways that look alike and decide otherwise", () => {
		const decided = evaluatePolicies(
			pitfalls.map(([, change, policy, [, , request]]) => ({
				identity: [everything, { ...policy, Statement: policy.Statement.map((one) => ({ ...one, ...change })) }],
				request,
			})),
		);
		expect(pitfalls.map(([why], at) => `${why}: ${decided[at]}`)).toEqual(
			pitfalls.map(([why, , , [, decision]]) => `${why}: ${decision}`),
		);
	});
});
