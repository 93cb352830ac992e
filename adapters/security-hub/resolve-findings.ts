import type { AwsSecurityFindingIdentifier, SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { FailedFinding } from "./failures.ts";
import type { FindingReader } from "./read-findings.ts";
import { updateWorkflow } from "./update-workflow.ts";

/** A finding that is closed. */
export interface ClosedFinding extends AwsSecurityFindingIdentifier {
	/** UpdatedAt of the import that closed it, ISO 8601; absent if Security Hub is known to hold it as closed. */
	readonly closedAt?: string | undefined;
}

interface ResolvePorts {
	readonly readFindings: FindingReader;
	/** Records that these findings are about to be resolved by us, so that this is known when they reopen. */
	readonly recordResolutions: (ids: readonly string[]) => Promise<void>;
}

/** Half of the function's time: what could not be read by then is retried. */
const withinMs = 30_000;

/**
 * Sets the workflow of closed findings from NEW or NOTIFIED to RESOLVED, because Security Hub does this only for findings of its
 * own controls. What a person suppressed or resolved is left alone, and so is what Security Hub holds in a later state: it ignored
 * the import, which was a repetition. Returns the findings that could not be resolved; AWS errors are
 * not thrown, except those of `recordResolutions`.
 */
export async function resolveFindings(
	client: SecurityHubClient,
	findings: readonly ClosedFinding[],
	{ readFindings, recordResolutions }: ResolvePorts,
): Promise<FailedFinding[]> {
	const unique = new Map(findings.map((finding) => [finding.Id ?? "", finding]));
	const { found, failed } = await readFindings([...unique.keys()], withinMs);
	const unread = new Set(failed.map(({ id }) => id));
	// A finding that was imported a moment ago may not be found yet; Security Hub ignores one that it does not hold.
	const open = [...unique].filter(([id, { closedAt }]) => {
		const stored = found.get(id);
		if (unread.has(id) || (closedAt !== undefined && Date.parse(stored?.updatedAt ?? "") > Date.parse(closedAt)))
			return false;
		return !["SUPPRESSED", "RESOLVED"].includes(stored?.workflow ?? "NEW");
	});
	await recordResolutions(open.map(([id]) => id));
	const updates = open.map(([, { Id, ProductArn }]) => ({ Id, ProductArn }));
	return [...failed, ...(await updateWorkflow(client, updates, "RESOLVED"))];
}
