import { setTimeout as pause } from "node:timers/promises";
import { GetFindingsCommand, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import { splitIntoChunks } from "../../core/chunks.ts";
import type { Permission } from "../../core/permission.ts";
import { awaitTurn, type ClaimCall } from "../../domain/await-turn.ts";
import { callAws } from "../clients/call-aws.ts";
import limits from "./asff-limits.json" with { type: "json" };
import { type FailedFinding, failedCall, failedFinding } from "./failures.ts";

export const permissions: readonly Permission[] = [{ action: "securityhub:GetFindings", on: "security-hub" }];

/** What Security Hub holds of a finding that people may have changed. */
interface StoredFinding {
	/** NEW, NOTIFIED, RESOLVED or SUPPRESSED (`Workflow.Status`). */
	readonly workflow: string;
	/** Whether it passed or was archived. */
	readonly isClosed: boolean;
	/** Of the import that it holds, ISO 8601. */
	readonly updatedAt: string;
}

interface ReadFindings {
	/** By id, without those that Security Hub does not hold. */
	readonly found: ReadonlyMap<string, StoredFinding>;
	readonly failed: readonly FailedFinding[];
}

/** Reads findings by their ids within a number of milliseconds. AWS errors are not thrown: what could not be read is in `failed`. */
export type FindingReader = (ids: readonly string[], withinMs: number) => Promise<ReadFindings>;

/** The maximum number of values for one filter attribute of GetFindings (API reference, AwsSecurityFindingFilters). */
export const idsInAFilter = 20;

interface Clock {
	/** Epoch milliseconds. */
	readonly now: () => number;
	readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * Reads findings, each call when it has been claimed. GetFindings allows 3 calls per second for an account and Region (service
 * model), and the functions that call it run several at a time, so all of them claim their calls in one place.
 */
export function createFindingReader(
	client: SecurityHubClient,
	claimCall: ClaimCall,
	clock: Clock = { now: Date.now, sleep: pause },
): FindingReader {
	const { now } = clock;
	return async (ids, withinMs) => {
		const until = now() + withinMs;
		const found = new Map<string, StoredFinding>();
		const failed: FailedFinding[] = [];
		for (const some of splitIntoChunks([...new Set(ids)], idsInAFilter)) {
			try {
				if (!(await awaitTurn(claimCall, until, clock))) {
					const message = "there was no time left to read the finding";
					failed.push(...some.map((id) => failedFinding(id, "TimeLimit", message)));
					continue;
				}
				for (const [id, finding] of await readSome(client, some, Math.max(1, until - now()))) found.set(id, finding);
			} catch (error) {
				failed.push(...failedCall(some, error));
			}
		}
		return { found, failed };
	};
}

async function readSome(
	client: SecurityHubClient,
	ids: readonly string[],
	deadlineMs: number,
): Promise<(readonly [string, StoredFinding])[]> {
	const command = new GetFindingsCommand({
		Filters: { Id: ids.map((Value) => ({ Value, Comparison: "EQUALS" as const })) },
		MaxResults: limits.findingsInACall,
	});
	const { Findings = [] } = await callAws("securityhub:GetFindings", (options) => client.send(command, options), {
		isComplete: ({ Findings }) => Findings !== undefined,
		deadlineMs,
	});
	return Findings.map(({ Id = "", Workflow, Compliance, RecordState, UpdatedAt = "" }) => {
		const isClosed = Compliance?.Status === "PASSED" || RecordState === "ARCHIVED";
		return [Id, { workflow: Workflow?.Status ?? "NEW", isClosed, updatedAt: UpdatedAt }] as const;
	});
}
