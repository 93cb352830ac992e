import { describe, expect, test } from "@jest/globals";
import { limitingKey, type Matching, restrictsCaller } from "../../../domain/repositories/access-limits.ts";

/** Whether a condition limits who, by its key as it is written, its value and how wildcards match. */
const limits = (written: string, value: string, matching: Matching = "text"): boolean => {
	const key = limitingKey(written);
	return key !== undefined && restrictsCaller(key, value, matching);
};

test.each<[string, string | undefined]>([
	["aws:PrincipalOrgID", "aws:PrincipalOrgID"],
	["AWS:principalorgid", "aws:PrincipalOrgID"],
	["aws:UserId", "aws:userid"],
	["aws:username", undefined],
	["aws:PrincipalTag/team", undefined],
	["aws:SourceIdentity", undefined],
	["aws:SourceIp", undefined],
	["aws:PrincipalIsAWSService", undefined],
	["aws:PrincipalOrgID ", undefined],
])("the key %j is %s", (written, key) => {
	expect(limitingKey(written)).toBe(key);
});

const ids = ["PrincipalOrgID", "PrincipalAccount", "SourceOrgID", "SourceAccount", "SourceVpc", "SourceVpce"];

describe.each([...ids, "VpceAccount", "VpceOrgID"])("an id of aws:%s", (key) => {
	test.each<[string, boolean]>([
		["111122223333", true],
		["o-a1b2c3d4e5", true],
		["${AWS::AccountId}", true],
		["${aws:ResourceAccount}", true],
		["${AWS:resourceorgid}", true],
		["", false],
		["*", false],
		["1*", false],
		["1111*", false],
		["*1", false],
		["11112222333?", false],
		["o-abc*", false],
		["${aws:PrincipalOrgID}", false],
		["${aws:PrincipalAccount}", false],
		["${aws:SourceAccount}", false],
		["${aws:PrincipalTag/organisation}", false],
		["${aws:ResourceOrgID, 'o-1'}", false],
		["${aws:ResourceOrgPaths}", false],
		["o-1${aws:username}", false],
	])("whether %j restricts the caller: %s", (value, expected) => {
		expect(limits(`aws:${key}`, value)).toBe(expected);
	});
});

describe.each(["PrincipalOrgPaths", "SourceOrgPaths", "VpceOrgPaths"])("a path of aws:%s", (key) => {
	test.each<[string, boolean]>([
		["o-a1b2c3/*", true],
		["o-a1b2c3/r-ab/ou-ab-1/*", true],
		["o-a1b2c3/*/ou-ab-1/*", true],
		["${aws:ResourceOrgID}/*", true],
		["*/r-ab/*", false],
		["o-*/r-ab/ou-ab-1/*", false],
		["o-a1b2c3*", false],
		["o-a1b2c?/r-ab/*", false],
		["${aws:PrincipalOrgID}/*", false],
		["/r-ab", false],
		["", false],
	])("whether %j restricts the caller: %s", (value, expected) => {
		expect(limits(`aws:${key}`, value)).toBe(expected);
	});
});

describe.each(["PrincipalArn", "SourceArn"])("an ARN of aws:%s", (key) => {
	test.each<[string, boolean, boolean]>([
		["arn:aws:iam::111122223333:role/deploy", true, true],
		["arn:aws:iam::111122223333:*", true, true],
		["arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*", true, true],
		["arn:aws:iam::${aws:ResourceAccount}:role/*", true, true],
		["arn:aws:iam::111122223333:role/${aws:username}", true, true],
		["arn:aws:s3:::our-bucket", true, true],
		["arn:aws:s3", true, true],
		["arn:*:iam::111122223333:role/deploy", false, true],
		["arn:aws:lambda:*:111122223333:function:*", false, true],
		["arn:aws:lambda:us-east-?:111122223333:function:*", false, true],
		["*111122223333*", false, false],
		["*:111122223333:role/deploy", false, false],
		["arn:aws:iam::*:role/deploy", false, false],
		["arn:aws:iam::*:role/111122223333", false, false],
		["arn:aws:iam::*111122223333*:role/deploy", false, false],
		["arn:aws:iam::11112222333?:role/deploy", false, false],
		["arn:aws:iam::${aws:PrincipalAccount}:role/deploy", false, false],
		["arn:${aws:PrincipalTag/x}:iam::111122223333:role/deploy", false, false],
		["arn:aws:iam:${aws:PrincipalTag/x:y}:*:111122223333", false, false],
		["arn:aws:iam::*", false, false],
		["arn:aws:s3:::*", false, false],
		["arn:aws:s3:::logs-*", false, false],
		["arn:aws:s3:::*-logs", false, false],
		["arn:aws:s3:::a:*", false, false],
		["${aws:PrincipalArn}", false, false],
		["", false, false],
	])("%j restricts by its text: %s, by its parts: %s", (value, byText, byParts) => {
		expect(limits(`aws:${key}`, value, "text")).toBe(byText);
		expect(limits(`aws:${key}`, value, "arn")).toBe(byParts);
	});
});

test.each<[string, boolean]>([
	["AIDAEXAMPLE", true],
	["AROAEXAMPLE:session", true],
	["AROAEXAMPLE:*", true],
	["111122223333", true],
	["111122223333:*", true],
	["*:AROAEXAMPLE", false],
	["AROA*", false],
	["AROA*:session", false],
	["*", false],
	[":session", false],
	["${aws:userid}", false],
	["${aws:userid}:*", false],
	["", false],
])("whether the aws:userid %j restricts the caller: %s", (value, expected) => {
	expect(limits("aws:userid", value)).toBe(expected);
});

test.each<[string, string, boolean]>([
	["aws:ResourceOrgID", "${aws:PrincipalOrgID}", true],
	["aws:ResourceOrgID", "${aws:SourceOrgID}", true],
	["AWS:RESOURCEORGID", "${AWS:principalorgid}", true],
	["aws:ResourceAccount", "${aws:PrincipalAccount}", true],
	["aws:ResourceAccount", "${aws:SourceAccount}", true],
	["aws:ResourceOrgPaths", "${aws:PrincipalOrgID}/*", true],
	["aws:ResourceOrgPaths", "o-1/*", false],
	["aws:ResourceOrgPaths", "*/${aws:PrincipalOrgID}", false],
	["aws:ResourceOrgID", "o-a1b2c3d4e5", false],
	["aws:ResourceOrgID", "${aws:ResourceOrgID}", false],
	["aws:ResourceOrgID", "${aws:PrincipalOrgID, 'o-a1b2c3d4e5'}", false],
	["aws:ResourceOrgID", "${aws:PrincipalOrgID}*", false],
	["aws:ResourceOrgID", "*${aws:PrincipalOrgID}", false],
	["aws:ResourceOrgID", "${aws:PrincipalTag/organisation}", false],
	["aws:ResourceOrgID", "*", false],
	["aws:ResourceAccount", "111122223333", false],
	["aws:ResourceAccount", "${AWS::AccountId}", false],
])("whether the repository's %s with the value %j restricts the caller: %s", (key, value, expected) => {
	expect(limits(key, value)).toBe(expected);
});
