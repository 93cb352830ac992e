import {
	type AwsSecurityFindingIdentifier,
	BatchUpdateFindingsCommand,
	GetFindingsCommand,
	type SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import limits from "./asff-limits.json" with { type: "json" };
import { type FailedFinding, failedCall, failedFinding, isInvalidInput } from "./failures.ts";

export const permissions: readonly Permission[] = [
	{ action: "securityhub:GetFindings", on: "security-hub" },
	{ action: "securityhub:BatchUpdateFindings", on: "security-hub" },
];

/** The maximum number of values for one filter attribute of GetFindings (API reference, AwsSecurityFindingFilters). */
const idsInAFilter = 20;

/**
 * Sets the workflow of closed findings to RESOLVED, because Security Hub does this only for findings of its own controls.
 * Suppressed findings stay suppressed; findings that Security Hub has deleted are ignored.
 * Returns the findings that could not be resolved; AWS errors are not thrown.
 */
export async function resolveFindings(
	client: SecurityHubClient,
	findings: readonly AwsSecurityFindingIdentifier[],
): Promise<FailedFinding[]> {
	const unique = [...new Map(findings.map((finding) => [finding.Id, finding])).values()];
	const failed: FailedFinding[] = [];
	const open: AwsSecurityFindingIdentifier[] = [];
	for (const some of splitIntoChunks(unique, idsInAFilter)) {
		const ids = some.map(idOf);
		try {
			const suppressed = await suppressedAmong(client, ids);
			open.push(...some.filter((finding) => !suppressed.has(idOf(finding))));
		} catch (error) {
			failed.push(...failedCall(ids, error));
		}
	}
	for (const call of splitIntoChunks(open, limits.findingsInACall)) failed.push(...(await resolveCall(client, call)));
	return failed;
}

async function suppressedAmong(client: SecurityHubClient, ids: readonly string[]): Promise<ReadonlySet<string>> {
	const equals = (Value: string) => ({ Value, Comparison: "EQUALS" as const });
	const command = new GetFindingsCommand({
		Filters: { Id: ids.map(equals), WorkflowStatus: [equals("SUPPRESSED")] },
		MaxResults: limits.findingsInACall,
	});
	const { Findings } = await callAws("GetFindings", (options) => client.send(command, options), {
		isComplete: ({ Findings }) => Findings !== undefined,
	});
	const suppressed = (Findings ?? []).filter(({ Workflow }) => Workflow?.Status === "SUPPRESSED");
	return new Set(suppressed.flatMap(({ Id }) => Id ?? []));
}

/** If AWS rejects a whole call because of its content, its findings are sent one by one, so that an invalid id does not affect the others. */
async function resolveCall(
	client: SecurityHubClient,
	findings: readonly AwsSecurityFindingIdentifier[],
): Promise<FailedFinding[]> {
	try {
		const command = new BatchUpdateFindingsCommand({
			FindingIdentifiers: [...findings],
			Workflow: { Status: "RESOLVED" },
		});
		const { UnprocessedFindings } = await callAws("BatchUpdateFindings", (options) => client.send(command, options), {
			isComplete: ({ ProcessedFindings }) => ProcessedFindings !== undefined,
		});
		return (UnprocessedFindings ?? [])
			.filter(({ ErrorCode }) => ErrorCode !== "FindingNotFound")
			.map((one) => failedFinding(one.FindingIdentifier?.Id ?? "", one.ErrorCode, one.ErrorMessage));
	} catch (error) {
		if (!isInvalidInput(error) || findings.length === 1) return failedCall(findings.map(idOf), error);
		const failed: FailedFinding[] = [];
		for (const one of findings) failed.push(...(await resolveCall(client, [one])));
		return failed;
	}
}

const idOf = (finding: AwsSecurityFindingIdentifier): string => finding.Id ?? "";

function splitIntoChunks<T>(list: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
}
