import {
	type AwsSecurityFindingIdentifier,
	BatchUpdateFindingsCommand,
	type SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { splitIntoChunks } from "../../core/chunks.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import limits from "./asff-limits.json" with { type: "json" };
import { type FailedFinding, failedCall, failedFinding, isInvalidInput } from "./failures.ts";

const fieldKey = (field: string) => `securityhub:ASFFSyntaxPath/${field}` as const;

/** What BatchUpdateFindings can change besides the workflow; the fields of its request, as condition keys. */
const otherFields = [
	"Confidence",
	"Criticality",
	"Note.Text",
	"Note.UpdatedBy",
	"RelatedFindings",
	"Severity.Label",
	"Severity.Normalized",
	"Severity.Product",
	"Types",
	"UserDefinedFields.key",
	"UserDefinedFields.value",
	"VerificationState",
];

/**
 * A Deny for each field, as documented (Security Hub User Guide, "Configuring access to BatchUpdateFindings"). No condition key limits
 * the action to the findings of a product, so it can also set the workflow of findings that are not from Shipshape.
 */
export const permissions: readonly Permission[] = [
	{
		action: "securityhub:BatchUpdateFindings",
		on: "security-hub",
		deniedWith: [
			...otherFields.map((field) => ({ key: fieldKey(field) })),
			{ key: fieldKey("Workflow.Status"), values: ["NOTIFIED", "SUPPRESSED"] },
		],
	},
];

/**
 * Sets the workflow status of findings, and nothing else of what people may set. Security Hub may take several minutes to
 * process it (API reference, BatchUpdateFindings). Findings that it no longer holds are ignored. Returns the findings that could
 * not be updated; AWS errors are not thrown.
 */
export async function updateWorkflow(
	client: SecurityHubClient,
	findings: readonly AwsSecurityFindingIdentifier[],
	status: "NEW" | "RESOLVED",
): Promise<FailedFinding[]> {
	const failed: FailedFinding[] = [];
	for (const call of splitIntoChunks(findings, limits.findingsInACall))
		failed.push(...(await updateCall(client, call, status)));
	return failed;
}

/** If AWS rejects a whole call because of its content, its findings are sent one by one, so that an invalid id does not affect the others. */
async function updateCall(
	client: SecurityHubClient,
	findings: readonly AwsSecurityFindingIdentifier[],
	status: "NEW" | "RESOLVED",
): Promise<FailedFinding[]> {
	try {
		const command = new BatchUpdateFindingsCommand({
			FindingIdentifiers: [...findings],
			Workflow: { Status: status },
		});
		const { UnprocessedFindings } = await callAws(
			"securityhub:BatchUpdateFindings",
			(options) => client.send(command, options),
			{
				isComplete: ({ ProcessedFindings }) => ProcessedFindings !== undefined,
			},
		);
		return (UnprocessedFindings ?? [])
			.filter(({ ErrorCode }) => ErrorCode !== "FindingNotFound")
			.map((one) => failedFinding(one.FindingIdentifier?.Id ?? "", one.ErrorCode, one.ErrorMessage));
	} catch (error) {
		const ids = findings.map(({ Id = "" }) => Id);
		if (!isInvalidInput(error) || findings.length === 1) return failedCall(ids, error);
		const failed: FailedFinding[] = [];
		for (const one of findings) failed.push(...(await updateCall(client, [one], status)));
		return failed;
	}
}
