import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import noPublicAccess from "../../../controls/repository/no-public-access.ts";
import { judgePrivileges } from "../../../domain/repositories/least-privilege.ts";
import { judgePublicAccess } from "../../../domain/repositories/public-access.ts";
import { aRepository } from "../../support/builders.ts";
import { judged } from "../../support/judged.ts";

const pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const allow = { Effect: "Allow", Principal: "*", Action: pull };
const outside = { StringNotEquals: { "aws:PrincipalOrgID": "o-e5d4c3b2a1" } };
const inOurs = outside.StringNotEquals;
const account = { "aws:PrincipalAccount": "111122223333" };
const ourRoles = "arn:aws:iam::111122223333:role/*";
const notService = { "aws:PrincipalIsAWSService": "false" };
const deny = { Effect: "Deny", Principal: "*", Action: "ecr:*", Condition: outside };
const later = { unresolved: "Ref X" };

type Statement = Readonly<Record<string, unknown>>;
const statusOf = (...statements: readonly unknown[]): string => {
	const accessPolicy = { value: { Version: "2012-10-17", Statement: statements } };
	return judged(noPublicAccess, aRepository({ accessPolicy }))[0]?.status ?? "none";
};
const granted = { Effect: "Allow", Condition: undefined };
const meeting = (Condition: Statement) => ({ Condition });

describe("an Allow for everybody is limited by a Deny", () => {
	test.each<[string, Statement]>([
		["of everybody outside an organization", {}],
		["of AWS *", { Principal: { AWS: "*" } }],
		["of AWS * among others", { Principal: { AWS: ["111122223333", "*"] } }],
		["of all actions", { Action: "*" }],
		["of its actions, in another letter case", { Action: ["ECR:batchGetImage", "ecr:Get*"] }],
		["of all actions but others", { Action: undefined, NotAction: ["ecr:Describe*", "ecr:PutImage"] }],
		["with a resource of *", { Resource: "*" }],
		["by several organizations", meeting({ StringNotEquals: { "aws:PrincipalOrgID": ["o-a", "o-b"] } })],
		["that ignores letter case", meeting({ StringNotEqualsIgnoreCase: { "AWS:principalorgid": "O-A" } })],
		["by a pattern", meeting({ StringNotLike: { "aws:PrincipalOrgPaths": "o-a/r-1/*" } })],
		["by each of several values", meeting({ "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": ["o-a/*"] } })],
		["by the ARN", meeting({ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } })],
		["by a VPC endpoint", meeting({ StringNotEqualsIfExists: { "aws:SourceVpce": "vpce-0a1b2c3d" } })],
		["by the account for which a service works", meeting({ StringNotEquals: { "aws:SourceAccount": 111122223333 } })],
		["by an organization and an account", meeting({ StringNotEquals: { ...inOurs, ...account } })],
		["by an organization and roles", meeting({ ...outside, ArnNotLike: { "aws:PrincipalArn": ourRoles } })],
		["by roles as text", meeting({ ...outside, StringNotLike: { "aws:PrincipalArn": ourRoles } })],
		["but of AWS services", meeting({ BoolIfExists: { "aws:PrincipalIsAWSService": "false" } })],
		[
			"by an organization, but of AWS services",
			meeting({ StringNotEqualsIfExists: inOurs, BoolIfExists: { "AWS:principalisawsservice": false } }),
		],
		["by all of that", meeting({ StringNotEquals: { ...inOurs, ...account }, Bool: notService })],
		["of everybody", { Condition: undefined }],
		[
			"of everybody but an account",
			{ Principal: undefined, NotPrincipal: { AWS: "111122223333" }, Condition: undefined },
		],
	])("%s", (_, more) => {
		expect(statusOf(allow, { ...deny, ...more })).toBe("pass");
		expect(statusOf({ ...deny, ...more }, allow)).toBe("pass");
	});

	test("of several that cover its actions together", () => {
		const [first, second] = pull.map((Action) => ({ ...deny, Action }));
		expect(statusOf(allow, first, second)).toBe("pass");
		expect(statusOf(allow, first, { ...second, Condition: undefined })).toBe("pass");
		expect(statusOf({ ...allow, Action: [...pull, "ecr:ListImages"] }, first, second)).toBe("fail");
		expect(statusOf({ ...allow, Action: "ecr:*" }, first, second)).toBe("fail");
		expect(statusOf(allow, first, { ...second, Condition: later })).toBe("unknown");
	});
});

describe("an Allow for everybody is not limited by a Deny", () => {
	test.each<[string, Statement]>([
		["of fewer actions", { Action: "ecr:BatchGetImage" }],
		["of other actions", { Action: ["ecr:Put*", "ecr:Delete*"] }],
		["of all actions but one of its own", { Action: undefined, NotAction: "ecr:BatchGetImage" }],
		["of all actions but what a wildcard matches", { Action: undefined, NotAction: "ecr:Batch?etImage" }],
		["of one account", { Principal: { AWS: "444455556666" } }],
		["of services", { Principal: { Service: "*.amazonaws.com" } }],
		["of every service", { Principal: { Service: "*" } }],
		["of every account's root, which nobody is", { Principal: { AWS: "arn:aws:iam::*:root" } }],
		[
			"of everybody but a service",
			{ Principal: undefined, NotPrincipal: { Service: "lambda.amazonaws.com" }, Condition: undefined },
		],
		["of everybody but an account under a condition", { Principal: undefined, NotPrincipal: { AWS: "111122223333" } }],
		["of another resource", { Resource: "arn:aws:ecr:eu-west-1:111122223333:repository/other" }],
		["of other resources", { NotResource: "x" }],
		["of AWS services alone", meeting({ Bool: { "aws:PrincipalIsAWSService": "true" } })],
		["of nobody, who is a service and is not", meeting({ Bool: { "aws:PrincipalIsAWSService": ["false", "true"] } })],
		["with a boolean that says nothing of who", meeting({ ...outside, Bool: { "aws:SecureTransport": "false" } })],
		["with a further condition", meeting({ ...outside, StringEquals: { "aws:PrincipalAccount": "111122223333" } })],
		["with a further key", meeting({ StringNotEquals: { "aws:PrincipalOrgID": "o-a", "aws:PrincipalTag/x": "y" } })],
		["of those inside", meeting({ StringEquals: { "aws:PrincipalOrgID": "o-a" } })],
		["of those who have the key", meeting({ "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-a/*" } })],
		["by the network address", meeting({ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } })],
		["by a key that does not say who", meeting({ StringNotEquals: { "aws:PrincipalTag/team": "a" } })],
		["by a value that every caller has", meeting({ StringNotLike: { "aws:PrincipalOrgID": "*" } })],
		["by a value that some caller has", meeting({ StringNotLike: { "aws:PrincipalOrgID": ["o-a", "o-*"] } })],
		[
			"by the account of the caller",
			meeting({ StringNotEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } }),
		],
		["by no value", meeting({ StringNotEquals: { "aws:PrincipalOrgID": [] } })],
		["with an invalid condition", { Condition: "x" }],
		["with an operator without keys", meeting({ StringNotEquals: {} })],
		["with an empty condition", meeting({})],
	])("%s", (_, more) => {
		expect(statusOf(allow, { ...deny, ...more })).toBe("fail");
	});

	test("of more actions or longer names than a policy can have", () => {
		const many = Array.from({ length: 600 }, (_, index) => `ecr:Action${index}`);
		expect(statusOf({ ...allow, Action: many }, { ...deny, Action: many })).toBe("fail");
		const [some, others] = [many.slice(0, 200), many.slice(200, 400)].map((Action) => ({ ...deny, Action }));
		expect(statusOf({ ...some, ...granted }, some)).toBe("pass");
		expect(statusOf({ ...some, ...granted }, others, some)).toBe("fail");
		expect(statusOf({ ...allow, Action: `ecr:${"a".repeat(200)}` }, { ...deny, Action: "ecr:*" })).toBe("fail");
		expect(statusOf(allow, ...Array.from({ length: 100 }, () => ({ ...deny, Action: "s3:*" })), deny)).toBe("fail");
	});
});

describe("whether an Allow for everybody is limited is unknown beside", () => {
	test.each<[string, unknown]>([
		["an unresolved statement", later],
		[
			"a Deny by an unresolved organization",
			{ ...deny, ...meeting({ StringNotEquals: { "aws:PrincipalOrgID": later } }) },
		],
		[
			"a Deny by an organization and an unresolved account",
			{ ...deny, ...meeting({ StringNotEquals: { ...inOurs, "aws:PrincipalAccount": later } }) },
		],
		[
			"a Deny but of services, perhaps",
			{ ...deny, ...meeting({ ...outside, Bool: { "aws:PrincipalIsAWSService": later } }) },
		],
		[
			"a Deny by an organization and an unresolved boolean",
			{ ...deny, ...meeting({ ...outside, BoolIfExists: later }) },
		],
		["a Deny by unresolved keys", { ...deny, ...meeting({ StringNotEquals: later }) }],
		["a Deny with an unresolved condition", { ...deny, Condition: later }],
		["a Deny of an unresolved principal", { ...deny, Principal: later }],
		["a Deny of an unresolved account", { ...deny, Principal: { AWS: later } }],
		[
			"a Deny of everybody but an unresolved account",
			{ ...deny, Principal: undefined, NotPrincipal: { AWS: later }, Condition: undefined },
		],
		["a Deny of unresolved actions", { ...deny, Action: later }],
		["a Deny of an unresolved action beside some", { ...deny, Action: ["ecr:BatchGetImage", later] }],
		["a Deny of all actions but an unresolved one", { ...deny, Action: undefined, NotAction: later }],
		["a Deny of an unresolved resource", { ...deny, Resource: later }],
		["a statement that may be a Deny", { ...deny, Effect: later }],
	])("%s", (_, other) => {
		expect(statusOf(allow, other)).toBe("unknown");
	});

	test("no Deny of fewer actions than it certainly allows", () => {
		expect(statusOf({ ...allow, Action: [...pull, later] }, { ...deny, Action: "ecr:BatchGetImage" })).toBe("fail");
	});

	test("no Deny that cannot limit it, whatever is unresolved in it", () => {
		expect(statusOf(allow, { ...deny, Principal: { AWS: "444455556666" }, Condition: later })).toBe("fail");
		expect(statusOf(allow, { ...deny, Action: "ecr:PutImage", Condition: later })).toBe("fail");
		expect(statusOf({ ...allow, Action: later }, { ...deny, Action: "*" })).toBe("pass");
		expect(statusOf({ ...allow, Action: later }, deny)).toBe("unknown");
	});

	test("is what a Deny says also of the privileges", () => {
		const owner = { account: "111122223333", more: [] };
		const write = { ...allow, Action: "ecr:PutImage" };
		const own = meeting({ StringNotEquals: { "aws:PrincipalAccount": "111122223333" } });
		const judge = (...Statement: readonly unknown[]) => judgePrivileges({ Statement }, owner);
		expect(judge(write, { ...deny, ...own })).toMatchObject({ bad: [], unclear: [] });
		expect(judge(write, deny).bad).toEqual([
			"statement 1 allows anyone with aws:PrincipalOrgID o-e5d4c3b2a1 to perform ecr:PutImage",
		]);
		const both = { ...allow, Action: [...pull, "ecr:PutImage", "ecr:TagResource"] };
		expect(judge(both, { ...deny, ...own, Action: ["ecr:Put*", "ecr:Tag*"] })).toMatchObject({ bad: [], unclear: [] });
		expect(judge(both, { ...deny, ...own, Action: "ecr:PutImage" }).bad).toEqual([
			"statement 1 allows anyone to perform ecr:TagResource",
		]);
		expect(judge({ ...write, Action: "ecr:*" }, later)).toMatchObject({
			bad: [],
			unclear: ["whether statement 1 allows anything is unknown (Ref X)", "part of it is unknown (Ref X)"],
		});
	});
});

/** Weighs a policy as IAM does, for one caller and action: what denies comes first. */
function isAllowed(
	statements: readonly Statement[],
	caller: Readonly<Record<string, string>>,
	action: string,
): boolean {
	const applies = ({ Action, Condition }: Statement): boolean => {
		const actions = [Action].flat() as string[];
		const conditions = Object.entries((Condition ?? {}) as Record<string, Record<string, string>>);
		return (
			actions.some((one) => new RegExp(`^${one.replaceAll("*", ".*")}$`, "i").test(action)) &&
			conditions.every(([operator, block]) =>
				Object.entries(block).every(([key, value]) =>
					operator === "StringEquals" ? caller[key] === value : caller[key] !== value,
				),
			)
		);
	};
	const effects = statements.filter(applies).map(({ Effect }) => Effect);
	return effects.includes("Allow") && !effects.includes("Deny");
}

test("says once what several parts of a statement have in common", () => {
	const Statement = [
		allow,
		{ ...deny, Action: pull[0], Condition: later },
		{ ...deny, Action: pull[1], Condition: later },
	];
	expect(judgePublicAccess({ Statement }).unclear).toEqual(["whether statement 1 allows anyone is unknown (Ref X)"]);
});

test("a policy that passes lets no caller in from outside", () => {
	const key = fc.constantFrom("aws:PrincipalOrgID", "aws:SourceVpce", "aws:PrincipalTag/team");
	const block = fc.dictionary(key, fc.constant("ours"), { minKeys: 1, maxKeys: 2 });
	const condition = fc.dictionary(fc.constantFrom("StringEquals", "StringNotEquals"), block, {
		minKeys: 1,
		maxKeys: 2,
	});
	const statement = fc.record(
		{
			Effect: fc.constantFrom("Allow", "Deny"),
			Principal: fc.constant("*"),
			Action: fc.subarray(["ecr:*", "ecr:Batch*", ...pull], { minLength: 1 }),
			Condition: condition,
		},
		{ requiredKeys: ["Effect", "Principal", "Action"] },
	);
	const outsiders = [{}, { "aws:PrincipalOrgID": "theirs", "aws:SourceVpce": "theirs" }];
	fc.assert(
		fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (Statement) => {
			const { bad } = judgePublicAccess({ Statement });
			const tags = [{}, { "aws:PrincipalTag/team": "ours" }, { "aws:PrincipalTag/team": "x" }];
			const callers = outsiders.flatMap((one) => tags.map((tag) => ({ ...one, ...tag })));
			const isOpen = callers.some((caller) =>
				[...pull, "ecr:PutImage"].some((action) => isAllowed(Statement, caller, action)),
			);
			if (bad.length === 0) expect(isOpen).toBe(false);
		}),
	);
});
