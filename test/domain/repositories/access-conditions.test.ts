import { describe, expect, test } from "@jest/globals";
import { readConditions } from "../../../domain/repositories/access-conditions.ts";
import { judgePublicAccess } from "../../../domain/repositories/public-access.ts";

/** Whether a statement for everybody is still one for everybody with this condition. */
const isPublic = (condition: unknown): boolean =>
	judgePublicAccess({ Statement: { Effect: "Allow", Principal: "*", Action: "ecr:*", Condition: condition } }).bad
		.length > 0;

describe("restricts the caller by", () => {
	test.each<[string, string, unknown]>([
		["StringEquals", "aws:PrincipalOrgID", "o-a1b2c3"],
		["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3/r-ab12/*"],
		["StringEquals", "aws:PrincipalAccount", ["111122223333", "444455556666"]],
		["StringEquals", "aws:PrincipalAccount", 111122223333],
		["ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"],
		["StringEqualsIgnoreCase", "aws:SourceAccount", "111122223333"],
		["ArnEquals", "aws:SourceArn", "arn:aws:lambda:*:111122223333:function:*"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::our-bucket"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3"],
		["StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"],
		["StringEquals", "aws:SourceVpc", "vpc-1a2b3c4d"],
		["stringequals", "AWS:principalorgid", "o-a1b2c3"],
		["FORANYVALUE:stringlike", "aws:PrincipalAccount", "111122223333"],
		["ForAnyValue:ArnLike", "aws:PrincipalArn", "arn:*:iam::111122223333:role/*"],
		["ForAnyValue:StringEquals", "aws:SourceOrgPaths", ["o-a1b2c3/r-ab/", "o-d4e5f6/r-cd/"]],
	])("%s %s %j", (operator, key, value) => {
		expect(isPublic({ [operator]: { [key]: value } })).toBe(false);
	});

	test("restricts the caller by one of several conditions", () => {
		expect(isPublic({ Bool: { "aws:SecureTransport": true }, StringEquals: { "aws:SourceVpc": "vpc-1" } })).toBe(false);
		expect(isPublic({ StringEquals: { "aws:SourceIp": "x", "aws:SourceVpc": "vpc-1" } })).toBe(false);
	});
});

describe("does not restrict the caller by", () => {
	test.each<[string, string, unknown]>([
		["StringLike", "aws:PrincipalOrgID", "*"],
		["StringLike", "aws:PrincipalOrgID", "o-*"],
		["StringLike", "aws:PrincipalAccount", "????????????"],
		["StringEquals", "aws:PrincipalAccount", ["111122223333", "*"]],
		["StringEquals", "aws:PrincipalAccount", []],
		["StringEquals", "aws:PrincipalOrgID", ""],
		["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deploy"],
		["ArnLike", "aws:PrincipalArn", "arn:aws:*"],
		["ArnLike", "aws:PrincipalArn", "arn:*"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::*"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::?*"],
		["ArnLike", "aws:PrincipalArn", "arn:aws:iam::?*:role/deploy"],
		["StringLike", "aws:PrincipalOrgPaths", "o-*/*"],
		["StringLike", "aws:PrincipalOrgPaths", "?*"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::*-logs"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::logs-*"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::?:*:a"],
		["ArnLike", "aws:PrincipalArn", "arn:aws:iam::1*:role/deploy"],
		["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*1:role/deploy"],
		["StringLike", "aws:PrincipalOrgID", "o-a*"],
		["StringLike", "aws:PrincipalOrgID", "*-a"],
		["FORANYVALUE:stringlike", "aws:PrincipalAccount", "1111*"],
		["StringLike", "aws:PrincipalArn", "arn:*:iam::111122223333:role/*"],
		["StringEquals", "aws:PrincipalOrgID", ["o-a1b2c3", "${aws:PrincipalOrgID}"]],
		["StringEquals", "aws:ResourceOrgID", ["o-a1b2c3", "${aws:PrincipalOrgID}"]],
		["ForAnyValue:StringEqualsIfExists", "aws:PrincipalOrgID", "o-a1b2c3"],
		["NotStringEquals", "aws:PrincipalOrgID", "o-a1b2c3"],
		["StringEqualsX", "aws:PrincipalOrgID", "o-a1b2c3"],
		["StringLike", "aws:SourceVpce", "vpce-*"],
		["StringLike", "aws:SourceVpc", "vpc-*"],
		["StringEqualsIfExists", "aws:PrincipalOrgID", "o-a1b2c3"],
		["StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3"],
		["StringNotLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:*"],
		["ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:root"],
		["ForAllValues:StringEquals", "aws:PrincipalOrgPaths", "o-a1b2c3/*"],
		["ForAnyValue:StringNotEquals", "aws:PrincipalOrgPaths", "o-a1b2c3/*"],
		["IpAddress", "aws:SourceIp", "203.0.113.0/24"],
		["StringEquals", "aws:SourceIp", "203.0.113.1"],
		["Null", "aws:PrincipalOrgID", "false"],
		["Bool", "aws:SecureTransport", true],
		["StringEquals", "aws:PrincipalTag/team", "web"],
	])("%s %s %j", (operator, key, value) => {
		expect(isPublic({ [operator]: { [key]: value } })).toBe(true);
	});

	test("does not restrict the caller by several conditions that each do not", () => {
		const key = "aws:PrincipalOrgID";
		expect(isPublic({ StringLike: { [key]: "o-a*" }, StringNotEquals: { [key]: "o-b" } })).toBe(true);
	});

	test("reads an empty condition", () => {
		expect(isPublic({})).toBe(true);
		expect(isPublic(undefined)).toBe(true);
	});

	test("names the keys of other conditions as written", () => {
		const condition = { IpAddress: { "aws:SourceIp": "203.0.113.0/24" }, StringLike: { "aws:principalorgid": "*" } };
		expect(
			judgePublicAccess({ Statement: { Effect: "Allow", Principal: "*", Action: "*", Condition: condition } }),
		).toMatchObject({
			bad: [
				"statement 1 allows anyone (Principal *), and its conditions (aws:SourceIp, aws:principalorgid) do not restrict the caller",
			],
			unclear: [],
		});
	});
});

describe("restricts by a lenient operator only beside a Null that requires the key:", () => {
	const key = "aws:PrincipalOrgPaths";
	const all = { "ForAllValues:StringLike": { [key]: "o-a1b2c3/*" } };

	test.each<[string, unknown, boolean]>([
		["ForAllValues", { ...all, Null: { [key]: "false" } }, false],
		["a Null before it, in other letters", { NULL: { "aws:principalorgpaths": ["FALSE"] }, ...all }, false],
		["a boolean", { ...all, Null: { [key]: false } }, false],
		["IfExists", { StringLikeIfExists: { [key]: "o-a1b2c3/*" }, Null: { [key]: false } }, false],
		["a Null that asks for none", { ...all, Null: { [key]: "true" } }, true],
		["a Null that does not mind", { ...all, Null: { [key]: ["true", "false"] } }, true],
		["a Null without a value", { ...all, Null: { [key]: [] } }, true],
		["a Null on another key", { ...all, Null: { "aws:PrincipalOrgID": "false" } }, true],
		["a Null on a key that does not restrict the caller", { ...all, Null: { "aws:TokenIssueTime": "false" } }, true],
		["another operator on the key", { ...all, Bool: { [key]: "false" } }, true],
		["a value for everybody", { "ForAllValues:StringLike": { [key]: "*" }, Null: { [key]: "false" } }, true],
		["a denied value", { "ForAllValues:StringNotLike": { [key]: "o-1/*" }, Null: { [key]: "false" } }, true],
	])("%s", (_, condition, expected) => {
		expect(isPublic(condition)).toBe(expected);
	});

	test("an unresolved lenient condition may restrict only beside such a Null", () => {
		const open = { "ForAllValues:StringLike": { unresolved: "Ref L" } };
		expect(readConditions(open)?.open).toEqual([]);
		expect(readConditions({ ...open, Null: { [key]: false } })?.open).toEqual([{ key: null, reason: "Ref L" }]);
	});

	test("ignores a Null condition that does not require the key", () => {
		expect(readConditions({ Null: "false" })).toBeNull();
		expect(readConditions({ Null: { unresolved: "Ref N" }, ...all })).toEqual({ limits: [], open: [], others: [key] });
	});
});

test.each<[string, unknown, unknown]>([
	["nothing", undefined, { limits: [], open: [], others: [] }],
	[
		"conditions that restrict the caller beside others",
		{ StringEquals: { "AWS:SOURCEVPC": "vpc-1", "ecr:ResourceTag/a": "b" } },
		{ limits: [{ key: "aws:SourceVpc", values: ["vpc-1"] }], open: [], others: ["ecr:ResourceTag/a"] },
	],
	[
		"an account that begins with 0 and was read as a number",
		{ StringEquals: { "aws:SourceAccount": 11122223333 } },
		{ limits: [{ key: "aws:SourceAccount", values: ["011122223333"] }], open: [], others: [] },
	],
	[
		"an unresolved condition",
		{ unresolved: "Ref C" },
		{ limits: [], open: [{ key: null, reason: "Ref C" }], others: [] },
	],
	[
		"unresolved conditions of an operator",
		{ StringLike: { unresolved: "Ref L" } },
		{ limits: [], open: [{ key: null, reason: "Ref L" }], others: [] },
	],
	[
		"unresolved conditions of an operator that does not restrict the caller",
		{ Bool: { unresolved: "Ref B" } },
		{ limits: [], open: [], others: [] },
	],
	[
		"an unresolved value",
		{ StringEquals: { "aws:PrincipalOrgID": ["o-1", { unresolved: "Ref Org" }] } },
		{ limits: [], open: [{ key: "aws:PrincipalOrgID", reason: "Ref Org" }], others: [] },
	],
	[
		"an unresolved value beside one for everyone",
		{ StringEquals: { "aws:PrincipalOrgID": ["*", { unresolved: "Ref Org" }] } },
		{ limits: [], open: [], others: ["aws:PrincipalOrgID"] },
	],
	["a list", [], null],
	["an operator with a list", { StringEquals: [] }, null],
	["a value that is an object", { StringEquals: { "aws:SourceVpc": { Ref: "Vpc" } } }, null],
	["null", null, null],
])("reads %s", (_, condition, expected) => {
	expect(readConditions(condition)).toEqual(expected);
});

// Each key beside thousands of them: in time that grows with the square of the length this would not end.
test("a key that is required in many letter cases restricts like one that is required once", () => {
	const names = Array.from({ length: 2 ** 15 }, (_, number) =>
		[..."principalorgpaths"].map((letter, index) => (number & (1 << index) ? letter.toUpperCase() : letter)).join(""),
	).map((name) => `aws:${name}`);
	const blockOf = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
	const read = readConditions({ Null: blockOf("false"), StringLikeIfExists: blockOf("o-a1b2c3/*") });
	expect(read?.limits).toHaveLength(names.length);
	expect(read?.limits.at(-1)).toEqual({ key: "aws:PrincipalOrgPaths", values: ["o-a1b2c3/*"] });
});
