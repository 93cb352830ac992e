import {
	type AwsSecurityFinding,
	BatchImportFindingsCommand,
	type ImportFindingsError,
	type SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import limits from "./asff-limits.json" with { type: "json" };
import { type FailedFinding, failedCall, failedFinding, isInvalidInput } from "./failures.ts";
import { bytesOf } from "./truncate-finding.ts";

export const permissions: readonly Permission[] = [
	{ action: "securityhub:BatchImportFindings", on: "security-hub-product" },
];

export interface ImportResult {
	/** Ids. */
	readonly imported: readonly string[];
	readonly failed: readonly FailedFinding[];
}

/**
 * Imports the newest finding of each id, in calls of up to a hundred findings and 6 MB. HTTP 200 does not mean success: findings that a
 * response reports as failed are sent again without the others. AWS errors are not thrown: every id is in one of the two lists.
 */
export async function importFindings(
	client: SecurityHubClient,
	findings: readonly AwsSecurityFinding[],
): Promise<ImportResult> {
	const unique = newestById(findings);
	const first = await importCalls(client, splitIntoCalls(unique));
	const answered = new Set(first.answered.map(({ id }) => id));
	const again = unique.filter((finding) => answered.has(idOf(finding)));
	const second = await importCalls(client, splitIntoCalls(again));
	return {
		imported: [...first.imported, ...second.imported],
		failed: [...first.thrown, ...second.thrown, ...second.answered],
	};
}

interface Result {
	readonly imported: readonly string[];
	/** Failures in the response of a successful call. */
	readonly answered: readonly FailedFinding[];
	/** Failures of a whole call, which the client has already retried. */
	readonly thrown: readonly FailedFinding[];
}

/** Sequential, because Security Hub allows ten calls per second for an account. */
async function importCalls(
	client: SecurityHubClient,
	calls: readonly (readonly AwsSecurityFinding[])[],
): Promise<Result> {
	const results: Result[] = [];
	for (const call of calls) results.push(await importCall(client, call));
	return {
		imported: results.flatMap(({ imported }) => imported),
		answered: results.flatMap(({ answered }) => answered),
		thrown: results.flatMap(({ thrown }) => thrown),
	};
}

/** If AWS rejects a whole call because of its content, its halves are sent, down to the invalid finding. */
async function importCall(client: SecurityHubClient, findings: readonly AwsSecurityFinding[]): Promise<Result> {
	const ids = findings.map(idOf);
	try {
		const command = new BatchImportFindingsCommand({ Findings: [...findings] });
		const answer = await callAws("securityhub:BatchImportFindings", (options) => client.send(command, options), {
			isComplete: ({ FailedCount }) => FailedCount !== undefined,
		});
		return resultOf(ids, answer.FailedCount ?? 0, answer.FailedFindings ?? []);
	} catch (error) {
		if (!isInvalidInput(error) || findings.length === 1) {
			return { imported: [], answered: [], thrown: failedCall(ids, error) };
		}
		const half = Math.ceil(findings.length / 2);
		return importCalls(client, [findings.slice(0, half), findings.slice(half)]);
	}
}

function resultOf(ids: readonly string[], count: number, failures: readonly ImportFindingsError[]): Result {
	const named = new Map(failures.map((failure) => [failure.Id, failure]));
	// If a response counts more failures than it lists, the others are unknown, so none of its findings counts as imported.
	const unnamed = count > failures.length;
	const answered = ids.flatMap((id) => {
		const failure = named.get(id);
		if (failure !== undefined) return [failedFinding(id, failure.ErrorCode, failure.ErrorMessage)];
		return unnamed ? [failedFinding(id, "Unnamed", "the response reports more failures than it lists")] : [];
	});
	const failed = new Set(answered.map(({ id }) => id));
	return { imported: ids.filter((id) => !failed.has(id)), answered, thrown: [] };
}

function newestById(findings: readonly AwsSecurityFinding[]): AwsSecurityFinding[] {
	const newest = new Map<string, AwsSecurityFinding>();
	for (const finding of findings) {
		const known = newest.get(idOf(finding));
		if (known === undefined || (known.UpdatedAt ?? "") <= (finding.UpdatedAt ?? "")) newest.set(idOf(finding), finding);
	}
	return [...newest.values()];
}

/** As many findings per call as AWS accepts, by count and by bytes. */
function splitIntoCalls(findings: readonly AwsSecurityFinding[]): AwsSecurityFinding[][] {
	const calls: AwsSecurityFinding[][] = [];
	let bytes = 0;
	for (const finding of findings) {
		const size = bytesOf(finding) + 1;
		const last = calls.at(-1);
		if (last === undefined || last.length === limits.findingsInACall || bytes + size > limits.bytes.call - envelope) {
			calls.push([finding]);
			bytes = size;
		} else {
			last.push(finding);
			bytes += size;
		}
	}
	return calls;
}

/** Bytes of a call besides its findings: `{"Findings":[]}` and a margin. */
const envelope = 1_000;

const idOf = (finding: AwsSecurityFinding): string => finding.Id ?? "";
