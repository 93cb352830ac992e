import { BatchImportFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { archiveFindings } from "../../../adapters/security-hub/archive-findings.ts";

const now = "2026-11-29T12:00:00.000Z";
const given = { Id: "shipshape/a/b", ProductArn: "arn", UpdatedAt: "2026-11-01T00:00:00Z", Title: "a title" };

test("imports the complete finding as archived, without what people and Security Hub have set", async () => {
	const hub = mockClient(SecurityHubClient);
	hub.on(BatchImportFindingsCommand).resolves({ SuccessCount: 1, FailedCount: 0 });
	const stored = {
		...given,
		Workflow: { Status: "SUPPRESSED" as const },
		WorkflowState: "NEW" as const,
		Note: { Text: "accepted", UpdatedBy: "an analyst", UpdatedAt: now },
		UserDefinedFields: { team: "a" },
		VerificationState: "TRUE_POSITIVE" as const,
		ProcessedAt: now,
		Region: "eu-west-1",
	};
	const result = await archiveFindings(new SecurityHubClient({}), [stored as never], now);
	expect(result).toEqual({ archived: 1, failed: [] });
	const [call] = hub.commandCalls(BatchImportFindingsCommand);
	expect(call?.args[0].input.Findings).toEqual([{ ...given, UpdatedAt: now, RecordState: "ARCHIVED" }]);
});

test("returns why a finding is rejected", async () => {
	const FailedFindings = [{ Id: given.Id, ErrorCode: "InvalidInput", ErrorMessage: "no title" }];
	mockClient(SecurityHubClient)
		.on(BatchImportFindingsCommand)
		.resolves({ SuccessCount: 0, FailedCount: 1, FailedFindings });
	const { archived, failed } = await archiveFindings(new SecurityHubClient({}), [given as never], now);
	expect([archived, failed]).toEqual([0, [expect.objectContaining({ id: given.Id, code: "InvalidInput" })]]);
});
