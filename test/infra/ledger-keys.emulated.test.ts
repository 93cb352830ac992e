import { expect, test } from "@jest/globals";
import { functions } from "../../functions/manifest.ts";
import { describeEmulated } from "../support/emulated.ts";
import { allowedOn, askingPolicy, itemActions, partitionKeys } from "../support/ledger-access.ts";
import { evaluatePolicies, type PolicyDocument, type PolicyStatement } from "../support/policy-evaluator.ts";
import { actionsOf, statementsOfRole, synthesizeStack } from "../support/synthesize-stack.ts";

const resource = "arn:aws:dynamodb:ap-northeast-1:111122223333:table/ledger";
const principal = "arn:aws:iam::111122223333:role/Shipshape-Function";
const stack = synthesizeStack(askingPolicy);

/** What the template's role of a function says of items, as a policy of a deployed stack. */
function policyOf(construct: string): PolicyDocument {
	const isOnItems = (action: string): boolean => itemActions.some((one) => action === `dynamodb:${one}`);
	const statements = statementsOfRole(stack, construct).filter((one) => actionsOf([one]).some(isOnItems));
	return {
		Version: "2012-10-17",
		Statement: statements.map((one) => ({ ...one, Resource: resource }) as PolicyStatement),
	};
}

const owners = functions.map((entry) => ({ entry, policy: policyOf(entry.construct) }));
const identityOf = ({ policy }: (typeof owners)[number]) => (policy.Statement.length === 0 ? [] : [policy]);
const all = owners.flatMap((owner) =>
	Object.entries(partitionKeys).flatMap(([kind, key]) =>
		itemActions.map((action) => ({ entry: owner.entry, identity: identityOf(owner), kind, key, action })),
	),
);

describeEmulated("the roles of the stack", () => {
	test("allow items of the ledger exactly under the partition keys that their functions use", () => {
		const decisions = evaluatePolicies(
			all.map(({ identity, key, action }) => ({
				identity,
				request: { principal, action: `dynamodb:${action}`, resource, keys: { "dynamodb:LeadingKeys": [key] } },
			})),
		);
		const rows = (decisionOf: (one: (typeof all)[number], at: number) => string) =>
			all.map((one, at) => `${one.entry.name} ${one.action} ${one.kind}: ${decisionOf(one, at)}`);
		expect(rows((_, at) => String(decisions[at]))).toEqual(
			rows(({ entry, key, action }) => (allowedOn(entry, key).includes(action) ? "allowed" : "denied")),
		);
		expect(decisions.filter((decision) => decision === "allowed").length).toBeGreaterThan(functions.length);
	});

	test("deny a request without a partition key, and one with another key among its own", () => {
		const [sink] = owners.filter(({ entry }) => entry.name === "notify-slack");
		const identity = sink === undefined ? [] : identityOf(sink);
		const { subject, answers } = partitionKeys;
		const request = { principal, action: "dynamodb:UpdateItem", resource };
		const decisions = evaluatePolicies([
			{ identity, request },
			{ identity, request: { ...request, keys: { "dynamodb:LeadingKeys": [subject, answers] } } },
			{ identity, request: { ...request, keys: { "dynamodb:LeadingKeys": [subject] } } },
		]);
		expect(decisions).toEqual(["denied", "denied", "allowed"]);
	});
});
