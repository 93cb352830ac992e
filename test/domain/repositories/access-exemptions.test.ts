import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { judgePrivileges } from "../../../domain/repositories/least-privilege.ts";
import { judgePublicAccess } from "../../../domain/repositories/public-access.ts";

const allow = { Effect: "Allow", Principal: "*", Action: "ecr:PutImage" };
const inOurs = { "aws:PrincipalOrgID": "o-e5d4c3b2a1" };
const account = { "aws:PrincipalAccount": "111122223333" };
const ourRoles = "arn:aws:iam::111122223333:role/*";
const later = { unresolved: "Ref X" };

type Condition = Readonly<Record<string, unknown>>;
const statementsWith = (Condition: Condition) => [
	allow,
	{ Effect: "Deny", Principal: "*", Action: "ecr:*", Condition },
];

test("a Deny by two limits says of the privileges what the wider one does", () => {
	const owner = { account: "111122223333", more: [] };
	const judge = (condition: Condition) => judgePrivileges({ Statement: statementsWith(condition) }, owner);
	expect(judge({ StringNotEquals: { ...account, "aws:SourceAccount": "111122223333" } }).bad).toEqual([]);
	expect(judge({ StringNotEquals: account, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } }).bad).toEqual([]);
	expect(judge({ StringNotEquals: { ...account, ...inOurs } }).bad).toEqual([
		"statement 1 allows anyone with aws:PrincipalAccount 111122223333 or aws:PrincipalOrgID o-e5d4c3b2a1 to perform ecr:PutImage",
	]);
	expect(judge({ StringNotEquals: { ...account, "aws:SourceAccount": "444455556666" } }).bad).toEqual([
		"statement 1 allows anyone with aws:PrincipalAccount 111122223333 or aws:SourceAccount 444455556666 to perform ecr:PutImage",
	]);
});

test("a Deny by several conditions is as good as the worst of them alone", () => {
	const parts = fc.uniqueArray(
		fc.constantFrom<[string, string, unknown]>(
			["StringNotEquals", "aws:PrincipalOrgID", "o-a"],
			["StringNotEquals", "aws:PrincipalAccount", later],
			["StringNotEqualsIfExists", "aws:SourceVpce", "vpce-1"],
			["StringNotLike", "aws:PrincipalArn", ourRoles],
			["StringNotLike", "aws:PrincipalOrgID", "o-*"],
			["ArnNotLike", "aws:PrincipalArn", later],
			["Bool", "aws:PrincipalIsAWSService", "false"],
			["BoolIfExists", "aws:SecureTransport", "false"],
			["StringNotEquals", "aws:PrincipalTag/team", "a"],
			["StringEquals", "aws:PrincipalAccount", "111122223333"],
		),
		{ minLength: 1, maxLength: 4 },
	);
	/** 0 passes, 1 is unknown, 2 fails. */
	const rank = (condition: Condition): number => {
		const { bad, unclear } = judgePublicAccess({ Statement: statementsWith(condition) });
		return bad.length > 0 ? 2 : Math.min(unclear.length, 1);
	};
	fc.assert(
		fc.property(parts, (all) => {
			const together: Record<string, Record<string, unknown>> = {};
			for (const [operator, key, value] of all) together[operator] = { ...together[operator], [key]: value };
			const alone = all.map(([operator, key, value]) => rank({ [operator]: { [key]: value } }));
			expect(rank(together)).toBe(Math.max(...alone));
		}),
	);
});
