import type { AwsSecurityFindingIdentifier } from "@aws-sdk/client-securityhub";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { FailedFinding } from "../adapters/security-hub/failures.ts";
import type { FindingReader } from "../adapters/security-hub/read-findings.ts";
import { messageOf, TryLaterError } from "../core/errors.ts";
import type { StreamTelemetry } from "./stream-telemetry.ts";

/*
 * Security Hub may take several minutes to process an update of the workflow. A finding that is closed and fails again within
 * that time is imported as FAILED first and set to RESOLVED afterwards, by us. So its workflow is read again later.
 */

/** A finding that failed again. */
export interface ReopenedFinding extends AwsSecurityFindingIdentifier {
	/** Whether a RESOLVED of ours may still have been on its way. */
	readonly isBeingResolved: boolean;
	/** How often its workflow was read since it reopened; absent: not yet. */
	readonly checks?: number;
}

interface ResolutionPorts {
	readonly readFindings: FindingReader;
	/** The ids of those findings that we wanted to be resolved after a time (ISO 8601); twice if more than once. Throws TryLaterError. */
	readonly resolvedSince: (ids: readonly string[], since: string) => Promise<readonly string[]>;
	/** Epoch milliseconds. */
	readonly now: () => number;
}

/** An update that has not been processed by then is not on its way any more. "Several minutes", with a margin. */
const processingMs = 15 * 60_000;
const readingMs = 5_000;

/**
 * Of findings that are about to be imported as failing again, the ids of those that a RESOLVED of ours may still reach. It has
 * reached the finding if that is closed and RESOLVED: Security Hub itself then makes it NEW when it fails again. That is certain
 * only if there was one: a change that is published twice also resolves twice.
 */
export async function findingsBeingResolved(
	ids: readonly string[],
	{ readFindings, resolvedSince, now }: ResolutionPorts,
): Promise<ReadonlySet<string>> {
	if (ids.length === 0) return new Set();
	const resolutions = await resolvedSince(ids, new Date(now() - processingMs).toISOString());
	const recent = [...new Set(resolutions)];
	const repeated = new Set(resolutions.filter((id, at) => resolutions.indexOf(id) !== at));
	const { found } = await readFindings(recent, readingMs);
	const isOver = (id: string): boolean => found.get(id)?.isClosed === true && found.get(id)?.workflow === "RESOLVED";
	return new Set(recent.filter((id) => repeated.has(id) || !isOver(id)));
}

export interface ReopenedPorts {
	readonly readFindings: FindingReader;
	/** Returns the findings whose workflow could not be set to NEW; AWS errors are not thrown. */
	readonly setToNew: (findings: readonly AwsSecurityFindingIdentifier[]) => Promise<readonly FailedFinding[]>;
	/** Returns the findings that could not be resolved; AWS errors are not thrown. */
	readonly resolveFindings: (findings: readonly AwsSecurityFindingIdentifier[]) => Promise<readonly FailedFinding[]>;
	/** Has the workflow of findings read again after another five minutes. Throws TryLaterError. */
	readonly checkLater: (findings: readonly ReopenedFinding[]) => Promise<void>;
	readonly telemetry: Pick<StreamTelemetry, "delivered" | "failed" | "resolvedWhileFailing" | "flush">;
}

/**
 * Handles the function's own queue: reads the workflow of reopened findings again. One that fails and was RESOLVED by us becomes
 * NEW; one that a person has RESOLVED is left alone and counted. A finding may be fixed again before that NEW is processed, and
 * looked resolved to whoever closed it, so it is read once more. A message that fails returns to the queue by itself.
 */
export function reopenedReader(ports: ReopenedPorts): (event: SQSEvent) => Promise<SQSBatchResponse> {
	return async ({ Records }) => {
		try {
			const batchItemFailures = [];
			for (const { messageId, body } of Records) {
				try {
					await checkReopened(JSON.parse(body) as readonly ReopenedFinding[], ports);
				} catch (error) {
					ports.telemetry.failed(undefined, messageOf(error));
					batchItemFailures.push({ itemIdentifier: messageId });
				}
			}
			return { batchItemFailures };
		} finally {
			ports.telemetry.flush();
		}
	};
}

async function checkReopened(
	findings: readonly ReopenedFinding[],
	{ readFindings, setToNew, resolveFindings, checkLater, telemetry }: ReopenedPorts,
): Promise<void> {
	const ids = findings.map(({ Id = "" }) => Id);
	const { found, failed } = await readFindings(ids, readingMs);
	requireNone(failed);
	const stored = ({ Id = "" }: ReopenedFinding) => found.get(Id);
	const resolved = findings.filter((one) => stored(one)?.workflow === "RESOLVED" && stored(one)?.isClosed === false);
	const ours = resolved.filter(({ isBeingResolved }) => isBeingResolved).map(identifierOf);
	const expected = findings.filter((one) => one.isBeingResolved && stored(one)?.isClosed === false);
	const again = [
		// By then a person has set what is RESOLVED.
		...ours.map((one) => ({ ...one, isBeingResolved: false })),
		...expected.filter((one) => stored(one)?.workflow !== "RESOLVED").flatMap(countCheck),
	];
	// Before the update, so that it is done even if the function ends after it.
	if (again.length > 0) await checkLater(again);
	requireNone(await setToNew(ours));
	// NEW, NOTIFIED or SUPPRESSED; the last is left alone.
	const unresolved = findings.filter((one) => stored(one)?.isClosed === true && stored(one)?.workflow !== "RESOLVED");
	if (unresolved.length > 0) requireNone(await resolveFindings(unresolved.map(identifierOf)));
	for (const { Id = "", isBeingResolved } of resolved) if (!isBeingResolved) telemetry.resolvedWhileFailing(Id);
	telemetry.delivered(undefined, `${findings.length} reopened findings, ${ours.length} of them set to NEW`);
}

/** Five minutes apart, they cover the time in which our RESOLVED may still be processed. */
const maxChecks = processingMs / 300_000;

function countCheck({ checks = 0, ...finding }: ReopenedFinding): ReopenedFinding[] {
	return checks + 1 < maxChecks ? [{ ...finding, checks: checks + 1 }] : [];
}

const identifierOf = ({ Id, ProductArn }: ReopenedFinding): AwsSecurityFindingIdentifier => ({ Id, ProductArn });

function requireNone([failure]: readonly FailedFinding[]): void {
	if (failure !== undefined) throw new TryLaterError(`${failure.code}: ${failure.message}`);
}
