import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { FailedFinding } from "../../adapters/security-hub/failures.ts";
import type { ImportResult } from "../../adapters/security-hub/import-findings.ts";
import type { ClosedFinding } from "../../adapters/security-hub/resolve-findings.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { type ControlChange, hasOpenFinding } from "../../domain/changes.ts";
import { contentHash } from "../content-hash.ts";
import type { ReopenedFinding } from "../reopened-findings.ts";
import type { Change, OpenSink, Outcome, UndeliveredItem } from "../sink.ts";
import { changesAfterMissedState, changesToPublish } from "./changes-to-publish.ts";

export interface SecurityHubPorts {
	/** One control on one subject. */
	readonly toFinding: (entry: LedgerEntry, change: ControlChange) => AwsSecurityFinding;
	/** Every id is in one of the two lists of the result; AWS errors are not thrown. */
	readonly importFindings: (findings: readonly AwsSecurityFinding[]) => Promise<ImportResult>;
	/** Returns the findings that could not be resolved; AWS errors are not thrown. */
	readonly resolveFindings: (findings: readonly ClosedFinding[]) => Promise<readonly FailedFinding[]>;
	/** Of these findings, by id, those that a RESOLVED of ours may still reach. Throws TryLaterError. */
	readonly findingsBeingResolved: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
	/** Has the workflow of reopened findings read again after five minutes. Throws TryLaterError. */
	readonly checkLater: (findings: readonly ReopenedFinding[]) => Promise<void>;
	/** Called for a batch that Security Hub rejected because it is not enabled. */
	readonly reportNotEnabled: () => void;
}

interface ReportedFinding {
	readonly finding: AwsSecurityFinding;
	readonly closed: boolean;
	/** It was closed, or archived, before. */
	readonly reopened: boolean;
}

/**
 * Security Hub as a sink: imports the findings of the whole batch in as few calls as AWS allows, then resolves the closed ones and
 * has the reopened ones checked again later.
 */
export function securityHubSink(ports: SecurityHubPorts): OpenSink {
	return async (batch) => {
		const missed = changesAfterMissedState(batch);
		const findingsByChange = new Map(
			batch.map((change) => [change, tryOrError(() => findingsOf(change, missed.has(change), ports))]),
		);
		const all = [...findingsByChange.values()].flatMap((findings) => (findings instanceof Error ? [] : findings));
		const failures = new Map((await publish(all, ports)).map((failure) => [failure.id, failure]));
		// BatchImportFindings reports it as a code of findings or as an error of the call (API reference).
		if ([...failures.values()].some(({ code }) => code.startsWith("InvalidAccess"))) ports.reportNotEnabled();
		return async (change) => {
			const findings = findingsByChange.get(change) ?? [];
			if (findings instanceof Error) throw findings;
			return outcomeOf(findings, failures);
		};
	};
}

async function publish(all: readonly ReportedFinding[], ports: SecurityHubPorts): Promise<readonly FailedFinding[]> {
	// The last change of an id counts: a finding that was closed and reopened is not resolved.
	const latest = [...new Map(all.map((one) => [one.finding.Id ?? "", one])).values()];
	const everReopened = new Set(all.flatMap(({ finding, reopened }) => (reopened ? finding.Id : [])));
	const reopened = latest.filter(({ finding, closed }) => !closed && everReopened.has(finding.Id)).map(identifierOf);
	// Before the import, which changes what Security Hub holds.
	const beingResolved = await ports.findingsBeingResolved(reopened.map(({ Id }) => Id));
	const { imported, failed } = await ports.importFindings(all.map(({ finding }) => finding));
	const arrived = new Set(imported);
	const closed = latest
		.filter((one) => one.closed)
		.map((one) => ({ ...identifierOf(one), closedAt: one.finding.UpdatedAt }));
	const unresolved = await ports.resolveFindings(closed.filter(({ Id }) => arrived.has(Id)));
	const toCheck = reopened
		.filter(({ Id }) => arrived.has(Id))
		.map((finding) => ({ ...finding, isBeingResolved: beingResolved.has(finding.Id) }));
	if (toCheck.length > 0) await ports.checkLater(toCheck);
	return [...unresolved, ...failed];
}

const identifierOf = ({ finding: { Id = "", ProductArn } }: ReportedFinding) => ({ Id, ProductArn });

function findingsOf(change: Change, missed: boolean, { toFinding }: SecurityHubPorts): ReportedFinding[] {
	return changesToPublish(change, missed).map((ofControl) => ({
		finding: toFinding(change.entry, ofControl),
		closed: ofControl.kind === "closed",
		reopened: isReopened(ofControl, change.entry),
	}));
}

/** Whether the finding exists in Security Hub and was closed: the control did not fail just before, but did once. */
function isReopened({ kind, before, after }: ControlChange, { readAt }: LedgerEntry): boolean {
	if (kind === "closed" || after === null || after.firstFailed === null || after.firstFailed >= readAt) return false;
	return before === null || !hasOpenFinding(before);
}

function outcomeOf(findings: readonly ReportedFinding[], failures: ReadonlyMap<string, FailedFinding>): Outcome {
	const items: (UndeliveredItem & { readonly later: boolean })[] = findings.flatMap(({ finding }) => {
		const failure = failures.get(finding.Id ?? "");
		if (failure === undefined) return [];
		const reason = `${failure.code}: ${failure.message}`;
		return [{ body: finding, reason, hash: hashOf(finding), later: !failure.permanent }];
	});
	if (items.length === 0) return { kind: "delivered", what: `${findings.length} findings` };
	return {
		kind: "undelivered",
		later: items.some(({ later }) => later),
		items: items.map(({ later, ...item }) => item),
	};
}

/** The same for each reading of AWS that finds the same. */
function hashOf({ UpdatedAt, LastObservedAt, ...content }: AwsSecurityFinding): string {
	return contentHash(content);
}

/** A state that cannot be converted must not prevent the others of its batch from being published. */
function tryOrError(make: () => ReportedFinding[]): ReportedFinding[] | Error {
	try {
		return make();
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}
