import { describe, expect, test } from "@jest/globals";
import { ownAccount } from "../../../domain/own-account.ts";
import { accountIn, accountText, arnParts, readPrincipals } from "../../../domain/repositories/access-principals.ts";

const anyone = (text: string) => ({ kind: "anyone", text: `Principal ${text}` });
const account = (text: string, id = "111122223333") => ({ kind: "account", text, account: id });
const someone = (text: string) => ({ kind: "someone", text });
const role = "arn:aws:iam::111122223333:role/deploy";

describe("reads the principals of", () => {
	test.each<[string, unknown, unknown]>([
		["everybody", "*", [anyone("*")]],
		["everybody, as an AWS principal", { AWS: "*" }, [anyone("*")]],
		["every service, which is everybody", { Service: "*" }, [anyone("*")]],
		["every account", { AWS: "arn:aws:iam::*:root" }, [anyone("arn:aws:iam::*:root")]],
		["some accounts, which may be anybody's", { AWS: "1111*" }, [anyone("1111*")]],
		["an account", { AWS: "111122223333" }, [account("111122223333")]],
		["an account that YAML read as a number", { AWS: 11122223333 }, [account("011122223333", "011122223333")]],
		["a role of an account", { AWS: role }, [account(role)]],
		["the deploying account", { AWS: ownAccount }, [account(ownAccount, ownAccount)]],
		["several", { AWS: [role, "111122223333"] }, [account(role), account("111122223333")]],
		["a service", { Service: "codebuild.amazonaws.com" }, [{ kind: "service", text: "codebuild.amazonaws.com" }]],
		["an identity provider", { Federated: "accounts.google.com" }, [someone("accounts.google.com")]],
		["a canonical user, though it is of digits", { CanonicalUser: "111122223333" }, [someone("111122223333")]],
		["a deleted principal", { AWS: "AROAEXAMPLE" }, [someone("AROAEXAMPLE")]],
		["an ARN without an account", { AWS: "arn:aws:iam" }, [someone("arn:aws:iam")]],
		["on one line", { AWS: "a\nb" }, [someone("a b")]],
		["cut", { AWS: "a".repeat(129) }, [someone(`${"a".repeat(127)}…`)]],
		["what the deployment decides", { unresolved: "Ref P" }, [{ kind: "unknown", reason: "Ref P" }]],
		[
			"what it decides in part",
			{ AWS: [role, { unresolved: "Ref P" }] },
			[account(role), { kind: "unknown", reason: "Ref P" }],
		],
	])("%s", (_, principal, expected) => {
		expect(readPrincipals(principal)).toEqual(expected);
	});

	test.each<[string, unknown]>([
		["a string that is not *", "111122223333"],
		["nothing", undefined],
		["null", null],
		["a list", ["*"]],
		["no principal at all", {}],
		["an empty list", { AWS: [] }],
		["a type that there is not", { Aws: "*" }],
		["one of such a type beside others", { AWS: role, User: "a" }],
		["a value that is not a string", { AWS: true }],
		["a value that is an object", { AWS: [role, { Ref: "P" }] }],
	])("rejects %s", (_, principal) => {
		expect(readPrincipals(principal)).toBeNull();
	});
});

test.each<[string, string | null]>([
	["111122223333", "111122223333"],
	["????22223333", "????22223333"],
	["*", "*"],
	[ownAccount, ownAccount],
	[role, "111122223333"],
	["arn:aws:iam::*:role/x", "*"],
	["arn:aws:s3:::bucket", null],
	["arn:aws", null],
	["a111122223333", null],
	["111122223333a", null],
	["", null],
])("the account in %j is %s", (text, expected) => {
	expect(accountIn(text)).toBe(expected);
});

test("colons of a pseudo parameter do not separate parts of an ARN", () => {
	expect(arnParts("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")).toEqual([
		"arn",
		"${AWS::Partition}",
		"iam",
		"",
		"${AWS::AccountId}",
		"root",
	]);
});

test("colons of a policy variable do not separate parts of an ARN", () => {
	expect(arnParts("a:${aws:PrincipalTag/x:y}:b:${c")).toEqual(["a", "${aws:PrincipalTag/x:y}", "b", "${c"]);
});

test.each<[string, readonly string[]]>([
	["", [""]],
	["a", ["a"]],
	[":", ["", ""]],
	["a::b:", ["a", "", "b", ""]],
	["a:{b:c}d:e", ["a", "{b:c}d", "e"]],
	["{a:b}{c:d}:{}", ["{a:b}{c:d}", "{}"]],
	["a:{b:{c:d}:e", ["a", "{b", "{c:d}", "e"]],
	["a:b}:c", ["a", "b}", "c"]],
])("splits %j into its parts", (arn, parts) => {
	expect(arnParts(arn)).toEqual(parts);
});

// With work that grows with the square of the length none of these would end.
test.each([":", "{:", "}:", "{:}:", "${a:"])("splits a text of nothing but %j in linear time", (text) => {
	const times = 300_000;
	const isClosed = text.includes("{") && text.includes("}");
	const colons = text.split(":").length - (isClosed ? 2 : 1);
	expect(arnParts(text.repeat(times))).toHaveLength(times * colons + 1);
});

test.each([
	[111122223333, "111122223333"],
	[1, "000000000001"],
])("formats %d as the account %s", (number, text) => {
	expect(accountText(number)).toBe(text);
});
