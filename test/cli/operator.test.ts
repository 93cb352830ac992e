import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { awsError } from "../support/aws-errors.ts";
import { failEveryCall, installStack, sizes } from "../support/installation.ts";
import { runCli } from "../support/terminal.ts";

const environment = { AWS_REGION: "eu-central-1" };
const start = (...args: readonly string[]) => runCli(args, { environment });

describe.each(["doctor", "redrive", "uninstall"])("%s", (command) => {
	test("takes no argument", async () => {
		const { status, errors } = await start(command, "Shipshape");
		expect(status).toBe(2);
		expect(errors.join()).toMatch(new RegExp(`^shipshape: ${command} takes no argument; write `));
	});

	test("ends with 2 without a stack, and says what to do", async () => {
		installStack(null);
		const { status, errors } = await start(command, "--stack", "Other");
		expect([status, errors]).toEqual([
			2,
			[
				"shipshape: there is no stack Other in Region eu-central-1 of this account; write its name with --stack, or set AWS_REGION or AWS_PROFILE",
			],
		]);
	});

	test.each([
		["AccessDenied", "cloudformation:DescribeStacks was denied (AccessDenied)"],
		["Throttling", "cloudformation:DescribeStacks did not respond (Throttling)"],
	])("ends with 2 after %s, and says what to do", async (name, reason) => {
		mockClient(CloudFormationClient).rejects(awsError(name));
		const { status, errors } = await start(command);
		expect([status, errors]).toEqual([
			2,
			[`shipshape: stack Shipshape: ${reason}; check the credentials and the Region (AWS_PROFILE, AWS_REGION)`],
		]);
	});

	const signIn =
		"sign in with aws sso login, or set AWS_PROFILE to a profile with credentials, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
	test.each([
		["Could not load credentials from any providers", "CredentialsProviderError", "no AWS credentials were found"],
		[
			"The SSO session associated with this profile has expired.",
			"CredentialsProviderError",
			"the AWS credentials have expired",
		],
		["The security token included in the request is expired", "ExpiredToken", "the AWS credentials have expired"],
		[
			"The security token included in the request is expired",
			"ExpiredTokenException",
			"the AWS credentials have expired",
		],
	])("says how to sign in after: %s (%s)", async (text, name, problem) => {
		mockClient(CloudFormationClient).rejects(awsError(name, 400, text));
		const { status, errors } = await start(command);
		expect([status, errors]).toEqual([2, [`shipshape: ${problem} (${name}); ${signIn}`]]);
	});

	test("says which variable to set without a Region", async () => {
		mockClient(CloudFormationClient).rejects(new Error("Region is missing"));
		const { status, errors } = await start(command);
		expect([status, errors]).toEqual([
			2,
			["shipshape: no AWS Region is set; set AWS_REGION, or the region of the profile with aws configure"],
		]);
	});
});

describe("doctor", () => {
	const checks = 9 + sizes.rules + sizes.functions + sizes.queues + sizes.deadLetters;

	test("ends with 3 if nothing is wrong but something could not be read", async () => {
		failEveryCall("AccessDeniedException");
		installStack();
		const { status, printed } = await start("doctor");
		const lines = printed.trimEnd().split("\n");
		expect(status).toBe(3);
		expect(lines.at(-1)).toBe(`0 problems, ${checks} could not be read`);
		expect(lines[0]).toMatch(/^unknown {2}ledger +dynamodb:DescribeTable was denied \(AccessDeniedException\)$/);
	});

	test("prints JSON with what it checked and a summary", async () => {
		failEveryCall("AccessDeniedException");
		installStack();
		const report = JSON.parse((await start("doctor", "--json")).printed);
		expect(report).toMatchObject({
			schemaVersion: "1",
			stack: "Shipshape",
			account: "111122223333",
			region: "eu-central-1",
			summary: { ok: 0, problem: 0, unknown: checks },
		});
		expect(report.checks[0]).toEqual({
			check: "ledger",
			of: "",
			status: "unknown",
			message: "dynamodb:DescribeTable was denied (AccessDeniedException)",
			fix: [],
		});
	});
});
