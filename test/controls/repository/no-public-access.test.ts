import { expect, test } from "@jest/globals";
import control from "../../../controls/repository/no-public-access.ts";
import { aRepository } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const withPolicy = (value: unknown) => aRepository({ accessPolicy: { value } });
const policy = (...statements: readonly unknown[]) => withPolicy({ Version: "2012-10-17", Statement: statements });
const allow = { Effect: "Allow", Action: "ecr:BatchGetImage" };
const open = (by = "Principal *", label = "statement 1") =>
	`fail CRITICAL payments: ${label} allows anyone (${by}), and no condition restricts the caller`;
const closed = "pass CRITICAL payments: the repository policy allows only the principals that it names";
const unclear = (why: string) => `unknown CRITICAL payments: the repository policy cannot be judged because ${why}`;
const own = "arn:aws:iam::111122223333:root";

test.each<[string, unknown, string]>([
	["*", { ...allow, Principal: "*" }, open()],
	["AWS *", { ...allow, Principal: { AWS: "*" } }, open()],
	["AWS * in a list", { ...allow, Principal: { AWS: [own, "*"] } }, open()],
	["a Sid", { ...allow, Sid: "Pull", Principal: "*" }, open("Principal *", "statement 1 (Pull)")],
	["an empty Sid", { ...allow, Sid: "", Principal: "*" }, open()],
	[
		"any account's root",
		{ ...allow, Principal: { AWS: "arn:aws:iam::*:root" } },
		open("Principal arn:aws:iam::*:root"),
	],
	["NotPrincipal", { ...allow, NotPrincipal: { AWS: own } }, open("NotPrincipal")],
	["NotAction", { Effect: "Allow", NotAction: "ecr:PutImage", Principal: "*" }, open()],
	["an account by its ARN", { ...allow, Principal: { AWS: own } }, closed],
	["an account by its number", { ...allow, Principal: { AWS: "444455556666" } }, closed],
	["a service", { ...allow, Principal: { Service: "lambda.amazonaws.com" } }, closed],
	["a canonical user", { ...allow, Principal: { CanonicalUser: "79a59df900b949e5" } }, closed],
	["an identity provider", { ...allow, Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/x" } }, closed],
	["a denial", { Effect: "Deny", Action: "*", Principal: "*" }, closed],
	["a denial that is otherwise invalid", { Effect: "Deny" }, closed],
])("gives the right verdict for: %s", (_, statement, expected) => {
	expect(verdictLines(control, policy(statement))).toEqual([expected]);
});

test.each<[string, unknown, string]>([
	["no policy", null, "pass CRITICAL payments: no repository policy"],
	["no statements", { Statement: [] }, closed],
	["a statement without its list", { Statement: { ...allow, Principal: "*" } }, open()],
	[
		"the second statement",
		{
			Statement: [
				{ ...allow, Principal: { AWS: own } },
				{ ...allow, Principal: "*" },
			],
		},
		open("Principal *", "statement 2"),
	],
	["a string instead of an object", "{}", unclear("AWS would reject it (it is not a JSON object)")],
	["a list", [], unclear("AWS would reject it (it is not a JSON object)")],
	["no Statement", { Version: "2012-10-17" }, unclear("AWS would reject it (it has no Statement)")],
	["a string as statement", { Statement: ["x"] }, unclear("AWS would reject it (statement 1 is not an object)")],
	["an unresolved document", { unresolved: "Ref Policy" }, unclear("part of it is unknown (Ref Policy)")],
	["an unresolved list", { Statement: { unresolved: "Ref List" } }, unclear("part of it is unknown (Ref List)")],
	["an unresolved statement", { Statement: [{ unresolved: "Ref One" }] }, unclear("part of it is unknown (Ref One)")],
	[
		"an unresolved statement beside a bad one, which it may deny",
		{ Statement: [{ unresolved: "Ref One" }, { ...allow, Principal: "*" }] },
		unclear("whether statement 2 allows anyone is unknown (Ref One), and part of it is unknown (Ref One)"),
	],
])("gives the right verdict for: %s", (_, document, expected) => {
	expect(verdictLines(control, withPolicy(document))).toEqual([expected]);
});

test.each<[string, Record<string, unknown>, string]>([
	["no Effect", { Effect: undefined, Principal: "*" }, "the Effect of statement 1 is neither Allow nor Deny"],
	[
		"an Effect in lower case",
		{ Effect: "allow", Principal: "*" },
		"the Effect of statement 1 is neither Allow nor Deny",
	],
	["no Principal", {}, "the Principal of statement 1 is missing or not valid"],
	["a string as Principal", { Principal: own }, "the Principal of statement 1 is missing or not valid"],
	["an empty Principal", { Principal: {} }, "the Principal of statement 1 is missing or not valid"],
	[
		"an unrecognized kind of Principal",
		{ Principal: { User: "x" } },
		"the Principal of statement 1 is missing or not valid",
	],
	[
		"a Principal that is not a string",
		{ Principal: { AWS: [own, true] } },
		"the Principal of statement 1 is missing or not valid",
	],
	["a list as Principal", { Principal: ["*"] }, "the Principal of statement 1 is missing or not valid"],
	["no Action", { Action: undefined, Principal: "*" }, "the Action of statement 1 is missing or not a list of strings"],
	[
		"no Action in a list",
		{ Action: [], Principal: "*" },
		"the Action of statement 1 is missing or not a list of strings",
	],
	[
		"an Action that is no text",
		{ Action: ["ecr:PutImage", 1], Principal: "*" },
		"the Action of statement 1 is missing or not a list of strings",
	],
	["a Condition that is a string", { Principal: "*", Condition: "x" }, "the Condition of statement 1 is not valid"],
	[
		"an operator that is a string",
		{ Principal: "*", Condition: { Bool: "x" } },
		"the Condition of statement 1 is not valid",
	],
	[
		"a condition without a value",
		{ Principal: "*", Condition: { Bool: { x: null } } },
		"the Condition of statement 1 is not valid",
	],
])("is unknown for a malformed policy with %s", (_, statement, problem) => {
	expect(verdictLines(control, policy({ ...allow, ...statement }))).toEqual([
		unclear(`AWS would reject it (${problem})`),
	]);
});

test.each<[string, string, unknown, boolean]>([
	["StringLike", "aws:PrincipalArn", "*111122223333*", false],
	["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "*/r-ab/*", false],
	["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-*/r-ab/ou-ab-1/*", false],
	["StringLike", "aws:PrincipalAccount", "1*", false],
	["StringLike", "aws:SourceAccount", "1111*", false],
	["StringLike", "aws:PrincipalOrgID", "o-abc*", false],
	["StringEquals", "aws:PrincipalOrgID", "${aws:PrincipalOrgID}", false],
	["ArnLike", "aws:SourceArn", "arn:aws:lambda:*:1111*:function:*", false],
	["StringEquals", "aws:PrincipalAccount", ["111122223333", "${aws:PrincipalAccount}"], false],
	["StringEquals", "aws:ResourceOrgID", "o-a1b2c3d4e5", false],
	["StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}", true],
	["StringEquals", "aws:PrincipalOrgID", "${aws:ResourceOrgID}", true],
	["StringEquals", "aws:SourceOrgID", "o-a1b2c3d4e5", true],
	["StringLike", "aws:userid", "AROAEXAMPLEID:*", true],
])("judges whether %s %s %j restricts the caller", (operator, key, value, limits) => {
	const statement = { ...allow, Principal: "*", Condition: { [operator]: { [key]: value } } };
	const others = `fail CRITICAL payments: statement 1 allows anyone (Principal *), and its conditions (${key}) do not restrict the caller`;
	expect(verdictLines(control, policy(statement))).toEqual([limits ? closed : others]);
});

const whether = (reason: string) => unclear(`whether statement 1 allows anyone is unknown (${reason})`);

test.each<[string, Record<string, unknown>, string]>([
	["the Principal", { Principal: { unresolved: "Ref Who" } }, whether("Ref Who")],
	["one of the Principals", { Principal: { AWS: [own, { unresolved: "Ref Who" }] } }, whether("Ref Who")],
	["one of them, beside *", { Principal: { AWS: ["*", { unresolved: "Ref Who" }] } }, open()],
	["the Effect", { Effect: { unresolved: "Ref Effect" }, Principal: "*" }, whether("Ref Effect")],
	["the Effect, where it does not matter", { Effect: { unresolved: "Ref Effect" }, Principal: { AWS: own } }, closed],
	["the Action", { Action: { unresolved: "Ref Action" }, Principal: "*" }, open()],
	["the Condition", { Principal: "*", Condition: { unresolved: "Ref C" } }, whether("Ref C")],
	["the Condition, where it does not matter", { Principal: { AWS: own }, Condition: { unresolved: "Ref C" } }, closed],
])("gives the right verdict for an unresolved part: %s", (_, statement, expected) => {
	expect(verdictLines(control, policy({ ...allow, ...statement }))).toEqual([expected]);
});

test("is unknown when the policy could not be read", () => {
	expect(verdictLines(control, aRepository({ accessPolicy: { unread: "it was denied" } }))).toEqual([
		"unknown CRITICAL payments: the repository policy could not be read because it was denied",
	]);
});

test.each<[string, readonly object[], string]>([
	[
		"the first that is bad",
		[allow, { ...allow, Principal: "*" }, { ...allow, Principal: "*" }],
		"repositoryPolicyText.Statement.1",
	],
	[
		"it, though another is not clear",
		[
			{ ...allow, Principal: { unresolved: "Ref Who" } },
			{ ...allow, Principal: "*" },
		],
		"repositoryPolicyText.Statement.1",
	],
	[
		"the one that is not clear",
		[
			{ ...allow, Effect: "Deny" },
			{ ...allow, Principal: { unresolved: "Ref Who" } },
		],
		"repositoryPolicyText.Statement.1",
	],
	[
		"the statement that AWS would reject",
		[{ ...allow, Principal: { AWS: own } }, {}],
		"repositoryPolicyText.Statement.1",
	],
	["the unresolved statement", [{ unresolved: "Ref S" }], "repositoryPolicyText.Statement.0"],
	["the whole policy, where nothing is wrong", [{ ...allow, Principal: { AWS: own } }], "repositoryPolicyText"],
])("reports as the field %s", (_, statements, field) => {
	expect(judged(control, policy(...statements))).toMatchObject([{ field }]);
});

test("reports every bad statement with its number", () => {
	expect(judged(control, policy({ ...allow, Principal: "*" }, { ...allow, Principal: { AWS: "*" } }))).toMatchObject([
		{
			field: "repositoryPolicyText.Statement.0",
			message:
				"payments: statement 1 allows anyone (Principal *), and no condition restricts the caller; statement 2 allows " +
				"anyone (Principal *), and no condition restricts the caller",
		},
	]);
});

test("names everything that cannot be judged", () => {
	const accessPolicy = { value: { Statement: [{ unresolved: "Ref A" }, { unresolved: "Ref B" }] } };
	expect(verdictLines(control, aRepository({ accessPolicy }))).toEqual([
		unclear("part of it is unknown (Ref A), and part of it is unknown (Ref B)"),
	]);
});
