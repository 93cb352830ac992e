import { describe, expect, test } from "@jest/globals";
import type { Account } from "../../demo/account-schema.ts";
import { compareWithExpected, failuresIn, resolveArn } from "../../demo/expectations.ts";

const at = { account: "111122223333", region: "eu-west-1" };
const repository = "arn:aws:ecr:eu-west-1:111122223333:repository/web";

describe("a subject of the description", () => {
	test.each([
		["repository/team/web", "arn:aws:ecr:eu-west-1:111122223333:repository/team/web"],
		["image/team/web@sha256:ab", "arn:aws:ecr:eu-west-1:111122223333:repository/team/web/sha256:ab"],
		["task-definition/web", "arn:aws:ecs:eu-west-1:111122223333:task-definition/web"],
		["service/shop/web", "arn:aws:ecs:eu-west-1:111122223333:service/shop/web"],
		["arn:aws:ecs:x:y:z", "arn:aws:ecs:x:y:z"],
	])("%s is resolved to %s", (subject, arn) => {
		expect(resolveArn(subject, at.account, at.region)).toBe(arn);
	});
});

test("only failed findings that are not archived count", () => {
	const finding = (status: string, state: string) => ({
		GeneratorId: "shipshape/a/b",
		Resources: [{ Type: "Other", Id: repository }],
		Compliance: { Status: status as "FAILED" },
		RecordState: state as "ACTIVE",
		Id: "x",
		ProductArn: "p",
		SchemaVersion: "2018-10-08",
		AwsAccountId: "1",
		CreatedAt: "",
		UpdatedAt: "",
		Title: "",
		Description: "",
	});
	const findings = [finding("FAILED", "ACTIVE"), finding("FAILED", "ARCHIVED"), finding("PASSED", "ACTIVE")];
	expect(failuresIn(findings)).toEqual([{ control: "a/b", subject: repository }]);
});

describe("comparing the failures with the expectation", () => {
	const expecting = (exact: boolean): Account => ({
		...at,
		registry: { scanType: "BASIC", rules: [], pullThroughCacheRules: [] },
		repositories: [],
		taskDefinitions: [],
		services: [],
		clusters: [],
		capacityProviders: [],
		sweep: false,
		steps: [],
		expected: { exact, failing: [{ control: "a/b", subject: "repository/web" }] },
	});
	const expectedFailure = { control: "a/b", subject: repository };
	const extra = { control: "a/c", subject: repository };

	test.each([
		[true, [expectedFailure], [], []],
		[true, [expectedFailure, extra], [], [extra]],
		[false, [expectedFailure, extra], [], []],
		[false, [extra], [expectedFailure], []],
		[true, [], [expectedFailure], []],
	])("finds missing and unexpected failures (exact: %s): %j", (exact, failures, missing, unexpected) => {
		expect(compareWithExpected(expecting(exact), failures)).toEqual({ missing, unexpected });
	});

	test("finds nothing missing when nothing is expected", () => {
		const { expected, ...account } = expecting(true);
		expect(compareWithExpected(account, [extra])).toEqual({ missing: [], unexpected: [] });
		expect(expected?.failing).toHaveLength(1);
	});
});
