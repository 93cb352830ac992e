import type { AwsSecurityFindingIdentifier, SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { FailedFinding } from "./failures.ts";
import type { FindingReader } from "./read-findings.ts";
import { updateWorkflow } from "./update-workflow.ts";

interface ResolvePorts {
	readonly readFindings: FindingReader;
	/** Records that these findings are about to be resolved by us, so that this is known when they reopen. */
	readonly recordResolutions: (ids: readonly string[]) => Promise<void>;
}

/** Half of the function's time: what could not be read by then is retried. */
const withinMs = 30_000;

/**
 * Sets the workflow of closed findings from NEW or NOTIFIED to RESOLVED, because Security Hub does this only for findings of its
 * own controls. What a person suppressed or resolved is left alone. Returns the findings that could not be resolved; AWS errors are
 * not thrown, except those of `recordResolutions`.
 */
export async function resolveFindings(
	client: SecurityHubClient,
	findings: readonly AwsSecurityFindingIdentifier[],
	{ readFindings, recordResolutions }: ResolvePorts,
): Promise<FailedFinding[]> {
	const unique = new Map(findings.map((finding) => [finding.Id ?? "", finding]));
	const { found, failed } = await readFindings([...unique.keys()], withinMs);
	const unread = new Set(failed.map(({ id }) => id));
	// A finding that was imported a moment ago may not be found yet; Security Hub ignores one that it does not hold.
	const open = [...unique].filter(
		([id]) => !unread.has(id) && !["SUPPRESSED", "RESOLVED"].includes(found.get(id)?.workflow ?? "NEW"),
	);
	await recordResolutions(open.map(([id]) => id));
	const updates = open.map(([, finding]) => finding);
	return [...failed, ...(await updateWorkflow(client, updates, "RESOLVED"))];
}
