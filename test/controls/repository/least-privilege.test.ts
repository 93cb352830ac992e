import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/repository/least-privilege.ts";
import type { RepositoryFacts } from "../../../core/facts.ts";
import { ownAccount } from "../../../domain/own-account.ts";
import { aRepository } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const own = "arn:aws:iam::111122223333:root";
const other = "arn:aws:iam::444455556666:root";
const push = { Effect: "Allow", Action: ["ecr:BatchGetImage", "ecr:PutImage"] };
const withStatement = (statement: unknown, more: Partial<RepositoryFacts> = {}) =>
	aRepository({ accessPolicy: { value: { Version: "2012-10-17", Statement: [statement] } }, ...more });

const fine = "pass MEDIUM payments: the repository policy lists individual actions and lets other accounts only pull";
const pushes = (who: string, actions = "ecr:PutImage") =>
	`fail MEDIUM payments: statement 1 allows ${who} to perform ${actions}`;
const everything = (actions: string) => `fail MEDIUM payments: statement 1 grants everything (${actions})`;
const unclear = (why: string) => `unknown MEDIUM payments: the repository policy cannot be judged because ${why}`;
const toWhom = (why: string) => unclear(`statement 1 grants ecr:PutImage, but to whom is unknown (${why})`);

test.each<[string, Record<string, unknown>, string]>([
	["the own account pushes", { ...push, Principal: { AWS: own } }, fine],
	["a role of the own account", { ...push, Principal: { AWS: "arn:aws:iam::111122223333:role/ci" } }, fine],
	["the own account by its id", { ...push, Principal: { AWS: "111122223333" } }, fine],
	["another account pulls", { Effect: "Allow", Action: "ecr:BatchGetImage", Principal: { AWS: other } }, fine],
	["another account pushes", { ...push, Principal: { AWS: other } }, pushes(other)],
	[
		"another account by its id, parsed as a number",
		{ ...push, Principal: { AWS: 444455556666 } },
		pushes("444455556666"),
	],
	["another account beside the own one", { ...push, Principal: { AWS: [own, other] } }, pushes(other)],
	["Principal *", { ...push, Principal: "*" }, pushes("anyone")],
	["NotPrincipal", { ...push, NotPrincipal: { AWS: own } }, pushes("anyone")],
	[
		"a wildcard that contains a write action",
		{ ...push, Action: "ecr:Put*", Principal: { AWS: other } },
		pushes(other, "ecr:Put*"),
	],
	[
		"a wildcard in the middle",
		{ ...push, Action: ["ecr:*Layer*"], Principal: { AWS: other } },
		pushes(other, "ecr:*Layer*"),
	],
	[
		"wildcards that contain no write action",
		{ ...push, Action: ["ecr:Get*", "ecr:Describe*"], Principal: { AWS: other } },
		fine,
	],
	[
		"an action in another letter case",
		{ ...push, Action: "ECR:putimage", Principal: { AWS: other } },
		pushes(other, "ECR:putimage"),
	],
	[
		"more than four",
		{
			...push,
			Action: [
				"ecr:PutImage",
				"ecr:InitiateLayerUpload",
				"ecr:UploadLayerPart",
				"ecr:CompleteLayerUpload",
				"ecr:TagResource",
			],
			Principal: { AWS: other },
		},
		pushes(other, "ecr:PutImage, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and 1 more"),
	],
	["everything granted to the own account", { ...push, Action: "ecr:*", Principal: { AWS: own } }, everything("ecr:*")],
	[
		"everything, to a service",
		{ ...push, Action: ["ecr:PutImage", "*"], Principal: { Service: "x.amazonaws.com" } },
		everything("*"),
	],
	["NotAction", { Effect: "Allow", NotAction: "ecr:PutImage", Principal: { AWS: own } }, everything("*")],
	["everything denied", { Effect: "Deny", Action: "*", Principal: "*" }, fine],
	["a service pushes", { ...push, Principal: { Service: "codebuild.amazonaws.com" } }, fine],
	[
		"an identity provider of the own account",
		{ ...push, Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/x" } },
		fine,
	],
	[
		"a canonical user",
		{ ...push, Principal: { CanonicalUser: "79a59df900b949e5" } },
		toWhom("the account of 79a59df900b949e5 cannot be determined"),
	],
	[
		"a canonical user who is no account number",
		{ ...push, Principal: { CanonicalUser: "111122223333" } },
		toWhom("the account of 111122223333 cannot be determined"),
	],
	[
		"a principal that was deleted",
		{ ...push, Principal: { AWS: "AROAEXAMPLEID" } },
		toWhom("the account of AROAEXAMPLEID cannot be determined"),
	],
	["an unresolved principal", { ...push, Principal: { AWS: { unresolved: "Ref Who" } } }, toWhom("Ref Who")],
	[
		"an unresolved principal beside another account",
		{ ...push, Principal: { AWS: [{ unresolved: "Ref Who" }, other] } },
		pushes(other),
	],
	[
		"an unresolved principal that may read",
		{ ...push, Action: "ecr:Get*", Principal: { unresolved: "Ref Who" } },
		fine,
	],
	[
		"an unresolved principal with everything",
		{ ...push, Action: "*", Principal: { unresolved: "Ref Who" } },
		everything("*"),
	],
	[
		"an unresolved action",
		{ ...push, Action: ["ecr:BatchGetImage", { unresolved: "Ref Action" }], Principal: { AWS: own } },
		unclear("what statement 1 grants is unknown (Ref Action)"),
	],
	[
		"an unresolved action beside a bad one",
		{ ...push, Action: ["ecr:PutImage", { unresolved: "Ref A" }], Principal: { AWS: other } },
		pushes(other),
	],
	[
		"an unresolved action beside an unresolved principal",
		{ ...push, Action: ["ecr:PutImage", { unresolved: "Ref A" }], Principal: { AWS: { unresolved: "Ref Who" } } },
		`${toWhom("Ref Who")}, and what statement 1 grants is unknown (Ref A)`,
	],
	[
		"an unresolved effect",
		{ ...push, Effect: { unresolved: "Ref E" }, Principal: { AWS: other } },
		unclear("whether statement 1 allows anything is unknown (Ref E)"),
	],
	[
		"an unresolved effect, where it does not matter",
		{ ...push, Effect: { unresolved: "Ref E" }, Principal: { AWS: own } },
		fine,
	],
	[
		"no Effect",
		{ Action: "*", Principal: "*" },
		unclear("AWS would reject it (the Effect of statement 1 is neither Allow nor Deny)"),
	],
])("gives the right verdict for: %s", (_, statement, expected) => {
	expect(verdictLines(control, withStatement(statement))).toEqual([expected]);
});

describe("the account of a principal", () => {
	const inTemplate = { account: ownAccount };
	const depends = toWhom(`whether ${other} belongs to another account depends on the account that is deployed to`);

	test.each<[string, string, Partial<RepositoryFacts>, readonly string[], string]>([
		["an account that the policy lists", other, {}, ["444455556666"], fine],
		["an account that the policy does not list", other, {}, ["777788889999"], pushes(other)],
		["a literal in a template", other, inTemplate, [], depends],
		[
			"a literal in a template, where the policy names the own accounts",
			other,
			inTemplate,
			["777788889999"],
			pushes(other),
		],
		["the policy's own in a template", other, inTemplate, ["444455556666"], fine],
		["the pseudo parameter", ownAccount, inTemplate, [], fine],
		["the pseudo parameter in an ARN", "arn:${AWS::Partition}:iam::${AWS::AccountId}:root", inTemplate, [], fine],
		["the pseudo parameter where the account is known", `arn:aws:iam::${ownAccount}:root`, {}, [], fine],
		["an unknown account", other, { account: { unresolved: "no one said" } }, [], depends],
		[
			"the pseudo parameter where the account is unknown",
			ownAccount,
			{ account: { unresolved: "no one said" } },
			[],
			fine,
		],
	])("%s", (_, principal, facts, accounts, expected) => {
		const statement = { ...push, Principal: { AWS: principal } };
		expect(verdictLines(control, withStatement(statement, facts), { accounts })).toEqual([expected]);
	});
});

test.each<[string, unknown, string]>([
	["no policy", null, "pass MEDIUM payments: no repository policy"],
	["an unresolved document", { unresolved: "Ref P" }, unclear("part of it is unknown (Ref P)")],
	["no document", [], unclear("AWS would reject it (it is not a JSON object)")],
])("gives the right verdict for: %s", (_, value, expected) => {
	expect(verdictLines(control, aRepository({ accessPolicy: { value } }))).toEqual([expected]);
});

test("is unknown when the policy could not be read", () => {
	expect(verdictLines(control, aRepository({ accessPolicy: { unread: "it was denied" } }))).toEqual([
		"unknown MEDIUM payments: the repository policy could not be read because it was denied",
	]);
});

test.each<[string, object, string]>([
	["that grants too much", { ...push, Action: "ecr:*" }, "repositoryPolicyText.Statement.1"],
	["that is unclear", { ...push, Action: { unresolved: "Ref A" } }, "repositoryPolicyText.Statement.1"],
	["of no statement, where nothing is wrong", { ...push, Action: "ecr:BatchGetImage" }, "repositoryPolicyText"],
])("reports the field %s", (_, statement, field) => {
	const value = {
		Statement: [
			{ ...push, Effect: "Deny" },
			{ Principal: { AWS: other }, ...statement },
		],
	};
	expect(judged(control, aRepository({ accessPolicy: { value } }))).toMatchObject([{ field }]);
});

test("truncates external text and keeps it on one line", () => {
	const [verdict] = judged(
		control,
		withStatement({ ...push, Sid: "a\nb", Principal: { AWS: `${other}\n${"x".repeat(300)}` } }),
	);
	expect(verdict?.message).toMatch(
		/^payments: statement 1 \(a b\) allows arn:aws:iam::444455556666:root x+… to perform ecr:PutImage$/,
	);
	expect(verdict?.message.length).toBeLessThan(250);
});
