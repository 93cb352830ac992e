import type { AwsSecurityFinding, SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { FailedFinding } from "./failures.ts";
import { importFindings } from "./import-findings.ts";

/**
 * Archives findings as Security Hub returned them: only their provider can, with an import of the complete finding (API reference,
 * BatchImportFindings). What customers set, and what Security Hub adds, is not part of an import. `now`: ISO 8601.
 */
export async function archiveFindings(
	client: SecurityHubClient,
	findings: readonly AwsSecurityFinding[],
	now: string,
): Promise<{ readonly archived: number; readonly failed: readonly FailedFinding[] }> {
	const archived = findings.map(
		({ Workflow, WorkflowState, Note, UserDefinedFields, VerificationState, ProcessedAt, Region, ...finding }) => ({
			...finding,
			UpdatedAt: now,
			RecordState: "ARCHIVED" as const,
		}),
	);
	const { imported, failed } = await importFindings(client, archived);
	return { archived: imported.length, failed };
}
