import { describe, expect, test } from "@jest/globals";
import { isHarmless, isNumber } from "../../../core/containers/harmless-values.ts";

describe("what says where a credential is, or whether there is one", () => {
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

describe("what may be one itself", () => {
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
	["1.", false],
	["1e5", false],
	["", false],
	["12 a", false],
	["a12", false],
])("%j is a plain number: %s", (text, expected) => {
	expect(isNumber(text)).toBe(expected);
});
