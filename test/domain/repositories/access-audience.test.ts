import { describe, expect, test } from "@jest/globals";
import { judgePrivileges } from "../../../domain/repositories/least-privilege.ts";

const owner = { account: "111122223333", more: [] };

/** Who may push by a statement with this principal and condition. */
const pushedBy = (principal: unknown, condition: unknown) =>
	judgePrivileges(
		{ Statement: { Effect: "Allow", Principal: principal, Action: "ecr:PutImage", Condition: condition } },
		owner,
	);
const ownOnly = { bad: [], unclear: [] };
const others = (who: string) => ({ bad: [`statement 1 allows ${who} to perform ecr:PutImage`], unclear: [] });
const unclear = (why: string) => ({
	bad: [],
	unclear: [`statement 1 grants ecr:PutImage, but to whom is unknown (${why})`],
});
const equal = (key: string, ...values: readonly unknown[]) => ({ StringEquals: { [key]: values } });
const account = "aws:PrincipalAccount";

describe("the audience of a statement for everyone", () => {
	test.each<[string, unknown, ReturnType<typeof pushedBy>]>([
		["without a condition", undefined, others("anyone")],
		["of an organization", equal("aws:PrincipalOrgID", "o-1"), others("anyone with aws:PrincipalOrgID o-1")],
		[
			"of an organizational unit",
			equal("aws:PrincipalOrgPaths", "o-1/r-1/*"),
			others("anyone with aws:PrincipalOrgPaths o-1/r-1/*"),
		],
		["by a network", equal("aws:SourceVpce", "vpce-1"), others("anyone with aws:SourceVpce vpce-1")],
		["of the own account", equal(account, "111122223333"), ownOnly],
		["of another", equal(account, "444455556666"), others(`anyone with ${account} 444455556666`)],
		[
			"of the own or another",
			equal(account, "111122223333", "444455556666"),
			others(`anyone with ${account} 111122223333, 444455556666`),
		],
		["with roles of the own account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } }, ownOnly],
		[
			"with a role of another",
			{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/x" } },
			others("anyone with aws:PrincipalArn arn:aws:iam::444455556666:role/x"),
		],
		["for the own account", equal("aws:SourceAccount", "111122223333"), ownOnly],
		[
			"for a thing without an account",
			{ ArnLike: { "aws:SourceArn": "arn:aws:s3:::bucket" } },
			unclear("the account of arn:aws:s3:::bucket cannot be determined"),
		],
		[
			"of an organization and the own account",
			{ ...equal(account, "111122223333"), StringLike: { "aws:PrincipalOrgID": "o-1" } },
			ownOnly,
		],
		[
			"of one's own by one condition of two",
			{ StringEquals: { [account]: "444455556666", "aws:SourceAccount": "111122223333" } },
			ownOnly,
		],
		[
			"of another by one of two",
			{ StringEquals: { [account]: "444455556666" }, ArnLike: { "aws:SourceArn": "arn:aws:s3:::b" } },
			others(`anyone with ${account} 444455556666`),
		],
		["of an unresolved account", equal(account, { unresolved: "Ref A" }), unclear("Ref A")],
		[
			"of an unresolved organization, which counts as others",
			equal("aws:PrincipalOrgID", { unresolved: "Ref O" }),
			others("anyone"),
		],
		["with an unresolved condition", { unresolved: "Ref C" }, unclear("Ref C")],
		[
			"of an organization, with an unresolved account",
			{ ...equal("aws:PrincipalOrgID", "o-1"), StringLike: { [account]: { unresolved: "Ref A" } } },
			unclear("Ref A"),
		],
		[
			"of the own account, with an unresolved condition",
			{ ...equal(account, "111122223333"), StringLike: { unresolved: "Ref L" } },
			ownOnly,
		],
		["from addresses", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, others("anyone")],
		["with accounts by a wildcard", { StringLike: { [account]: "1111*" } }, others("anyone")],
		["of the repository's account", equal("aws:ResourceAccount", "${aws:PrincipalAccount}"), ownOnly],
		["of the repository's account, the other way", equal(account, "${AWS:resourceaccount}"), ownOnly],
		[
			"with a role of the repository's account",
			equal("aws:PrincipalArn", "arn:aws:iam::${aws:ResourceAccount}:role/ci"),
			ownOnly,
		],
		[
			"of the repository's organization",
			equal("aws:ResourceOrgID", "${aws:PrincipalOrgID}"),
			others("anyone with aws:ResourceOrgID ${aws:PrincipalOrgID}"),
		],
		["for an organization", equal("aws:SourceOrgID", "o-1"), others("anyone with aws:SourceOrgID o-1")],
		["with the own account's id", equal("aws:userid", "111122223333"), ownOnly],
		[
			"with the id of a federated user of another",
			{ StringLike: { "aws:userid": "444455556666:*" } },
			others("anyone with aws:userid 444455556666:*"),
		],
		[
			"with the id of a role",
			{ StringLike: { "aws:userid": "AROAEXAMPLE:*" } },
			unclear("the account of AROAEXAMPLE:* cannot be determined"),
		],
	])("%s", (_, condition, expected) => {
		expect(pushedBy("*", condition)).toMatchObject(expected);
	});
});

describe("the audience of a statement for a service", () => {
	const service = { Service: "codebuild.amazonaws.com" };

	test.each<[string, unknown, ReturnType<typeof pushedBy>]>([
		["for anyone", undefined, ownOnly],
		["for the own account", equal("aws:SourceAccount", "111122223333"), ownOnly],
		[
			"for another account",
			equal("aws:SourceAccount", "444455556666"),
			others("codebuild.amazonaws.com with aws:SourceAccount 444455556666"),
		],
		["for accounts by a wildcard: no more than for anyone", equal("aws:SourceAccount", "4444*"), ownOnly],
		["for an organization", equal("aws:SourceOrgID", "o-1"), ownOnly],
		["by a network", equal("aws:SourceVpc", "vpc-1"), ownOnly],
		["with an unresolved condition", { unresolved: "Ref C" }, ownOnly],
	])("%s", (_, condition, expected) => {
		expect(pushedBy(service, condition)).toMatchObject(expected);
	});
});

test("a condition does not turn another account into an own one", () => {
	expect(pushedBy({ AWS: "444455556666" }, equal("aws:PrincipalOrgID", "o-1"))).toMatchObject(others("444455556666"));
});

test("evaluates the conditions once and not per principal", () => {
	let looks = 0;
	const counted = {
		get account() {
			looks += 1;
			return "111122223333";
		},
		more: [],
	};
	const services = Array.from({ length: 200 }, (_, index) => `s${index}`);
	const values = Array.from({ length: 300 }, (_, index) => String(444455550000 + index));
	const Statement = {
		Effect: "Allow",
		Principal: { Service: services },
		Action: "ecr:PutImage",
		Condition: equal("aws:SourceAccount", ...values),
	};
	expect(judgePrivileges({ Statement }, counted).bad).toMatchObject([
		expect.stringContaining("and 197 more to perform"),
	]);
	expect(looks).toBeLessThan(10 * (services.length + values.length));
});
