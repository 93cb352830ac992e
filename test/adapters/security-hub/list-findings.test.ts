import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { listFindings } from "../../../adapters/security-hub/list-findings.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const hub = mockClient(SecurityHubClient);
const client = new SecurityHubClient({});
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const list = (token: string | null = null) => listFindings(client, place, token);
beforeEach(() => {
	hub.reset();
});

const arn = "arn:aws:ecr:ap-northeast-1:111122223333:repository/web";
const stored = (more: object = {}) => ({
	ProductFields: { "shipshape/control": "repository/scan-on-push", "shipshape/subject": arn },
	Severity: { Label: "INFORMATIONAL", Original: "HIGH" },
	CreatedAt: "2026-05-01T12:00:00Z",
	UpdatedAt: "2026-11-01T12:00:00.123Z",
	...more,
});
const listed = {
	control: "repository/scan-on-push",
	arn,
	createdAt: "2026-05-01T12:00:00.000Z",
	updatedAt: "2026-11-01T12:00:00.123Z",
};

test("a page contains what is needed to check the subjects, and the token of the next page", async () => {
	hub.on(GetFindingsCommand).resolves({ Findings: [stored()] as never, NextToken: "t2" });
	expect(await list("t1")).toEqual({ items: [listed], next: "t2" });
	expect(hub.commandCalls(GetFindingsCommand)[0]?.args[0].input).toEqual({
		Filters: {
			GeneratorId: [{ Value: "shipshape/", Comparison: "PREFIX" }],
			RecordState: [{ Value: "ACTIVE", Comparison: "EQUALS" }],
			AwsAccountId: [{ Value: "111122223333", Comparison: "EQUALS" }],
		},
		MaxResults: 100,
		NextToken: "t1",
	});
});

test.each([
	[
		"of another Region",
		{ ProductFields: { "shipshape/control": "x", "shipshape/subject": arn.replace("ap-", "eu-") } },
	],
	["without our fields", { ProductFields: undefined }],
	["without times", { UpdatedAt: "recently" }],
])("a finding %s is left out", async (_, more) => {
	hub.on(GetFindingsCommand).resolves({ Findings: [stored(more)] as never });
	expect(await list()).toEqual({ items: [], next: null });
});

test("there are none if Security Hub is not enabled", async () => {
	hub.on(GetFindingsCommand).rejects(awsError("InvalidAccessException", 401));
	expect(await list()).toEqual({ items: [], next: null });
});

test("throttling is passed on to be retried, and other errors as they are", async () => {
	hub.on(GetFindingsCommand).rejectsOnce(awsError("ThrottlingException")).rejects(awsError("LimitExceeded", 403));
	await expect(list()).rejects.toThrow(TryLaterError);
	await expect(list()).rejects.toThrow("said by AWS");
});
