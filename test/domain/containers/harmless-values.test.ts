import { describe, expect, test } from "@jest/globals";
import { canBeAccessKey, isHarmless, isNumber, looksRandom } from "../../../domain/containers/harmless-values.ts";

/** As long as a secret access key and of its characters; put together here, so that no file holds what looks like one. */
const awsSecret = `/${"aB3/".repeat(9)}xyZ`;

test.each<[string, boolean]>([
	[awsSecret, true],
	[`${"A3".repeat(16)}b`, true],
	[`${"b3".repeat(16)}A`, true],
	[`${"Ab".repeat(16)}3`, true],
	[` ${awsSecret} `, true],
	[awsSecret.slice(0, 32), true],
	[awsSecret.slice(0, 31), false],
	[awsSecret + "b".repeat(24), true],
	[awsSecret + "b".repeat(25), false],
	[awsSecret.toLowerCase(), false],
	[awsSecret.toUpperCase(), false],
	[awsSecret.replaceAll("3", "c"), false],
	[`${awsSecret}.pem`, false],
])("whether %s can be a secret access key: %s", (text, expected) => {
	expect(canBeAccessKey(text)).toBe(expected);
});

describe("whether a text looks random", () => {
	test.each<[string, boolean]>([
		["c5d3f3a1b2c4d5e6", true],
		[" c5d3f3a1b2c4d5e6 ", true],
		["live_c5d3f3a1b2c4d5e6", true],
		[`${"aB3".repeat(7)}/x+y==`, true],
		["c5d3f3a1b2c4d5e", false],
		["release12build34done56", true],
		["release12builddone56x", false],
		["1abcdefgh2ijklmnopq", false],
		["0123456789012345", false],
		["abcdefghijklmnopqrst", false],
		["mycompanyproduction2024", false],
		["user-session-2024-11-cache-v2", false],
		["4b1f0c3e-9d2a-4c55-8a7e-3f1d2c4b5a69", false],
		["/srv/c5d3f3a1b2c4d5e6", false],
		["arn:aws:kms:eu-west-1:111122223333:key/c5d3f3a1b2c4d5e6", false],
		["c5d3f3a1b2c4d5e6 and more", false],
		["${c5d3f3a1b2c4d5e6}", false],
		["a1".repeat(9000), false],
	])("%s: %s", (text, expected) => {
		expect(looksRandom(text)).toBe(expected);
	});
});

describe("recognizes a harmless value:", () => {
	test.each([
		"",
		"  ",
		"true",
		"FALSE",
		"yes",
		"off",
		"/run/secrets/db-password",
		" /run/secrets/db ",
		"./secrets/db.txt",
		"../db",
		"~/.aws/credentials",
		"C:\\secrets\\db.txt",
		"file:///etc/app/token",
		"/secrets/",
		`/run/${"a".repeat(30)}`,
		`C:\\${"a".repeat(20)}\\b`,
		"/password",
		`/${"a".repeat(23)}`,
		"arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
		"arn:aws-cn:ssm:cn-north-1:111122223333:parameter/db",
		"vault:secret/data/db#password",
		"op://shop/db/password",
	])("%j", (value) => {
		expect(isHarmless(value)).toBe(true);
	});
});

describe("does not take a possible credential for harmless:", () => {
	test.each([
		"x",
		"12345",
		"truth",
		"not true",
		"hunter2/hunter3",
		"my/secret",
		"a /run/secrets/db",
		"/run/secrets/db; rm",
		"//",
		`/${"a".repeat(24)}`,
		`/${"a".repeat(24)}/`,
		"/pass=word",
		`/${"a".repeat(65)}/b`,
		`${"/a".repeat(17)}`,
		"arn:",
		"the arn:aws:s3:::bucket",
		"vault:",
		"myvault:a",
	])("%j", (value) => {
		expect(isHarmless(value)).toBe(false);
	});
});

test.each([
	["12", true],
	[" 12 ", true],
	["-1.5", true],
	["+1.25", true],
	["3.141592653589793", true],
	["1.5.2", false],
	["1.", false],
	["1e5", false],
	["", false],
	["12 a", false],
	["a12", false],
])("whether %j is a plain number: %s", (text, expected) => {
	expect(isNumber(text)).toBe(expected);
});
