import type { AwsSecurityFinding, AwsSecurityFindingIdentifier } from "@aws-sdk/client-securityhub";
import type { FailedFinding } from "../../adapters/security-hub/failures.ts";
import type { ImportResult } from "../../adapters/security-hub/import-findings.ts";
import type { ControlChange } from "../../core/changes.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Change, OpenSink, Outcome, UndeliveredItem } from "../stream.ts";
import { changesAfterMissedState, changesToPublish } from "./changes-to-publish.ts";

export interface SecurityHubPorts {
	/** One control on one subject. */
	readonly toFinding: (entry: LedgerEntry, change: ControlChange) => AwsSecurityFinding;
	/** Every id is in one of the two lists of the result; AWS errors are not thrown. */
	readonly importFindings: (findings: readonly AwsSecurityFinding[]) => Promise<ImportResult>;
	/** Returns the findings that could not be resolved; AWS errors are not thrown. */
	readonly resolveFindings: (findings: readonly AwsSecurityFindingIdentifier[]) => Promise<readonly FailedFinding[]>;
}

interface ReportedFinding {
	readonly finding: AwsSecurityFinding;
	readonly closed: boolean;
}

/** Security Hub as a sink: imports the findings of the whole batch in as few calls as AWS allows, then resolves the closed ones. */
export function securityHubSink(ports: SecurityHubPorts): OpenSink {
	return async (batch) => {
		const missed = changesAfterMissedState(batch);
		const findingsByChange = new Map(
			batch.map((change) => [change, tryOrError(() => findingsOf(change, missed.has(change), ports))]),
		);
		const all = [...findingsByChange.values()].flatMap((findings) => (findings instanceof Error ? [] : findings));
		const { imported, failed } = await ports.importFindings(all.map(({ finding }) => finding));
		const arrived = new Set(imported);
		const unresolved = await ports.resolveFindings(
			// The last change of an id counts: a finding that was closed and reopened is not resolved.
			[...new Map(all.map((one) => [one.finding.Id, one])).values()]
				.filter(({ finding, closed }) => closed && arrived.has(finding.Id ?? ""))
				.map(({ finding: { Id, ProductArn } }) => ({ Id, ProductArn })),
		);
		const failures = new Map([...unresolved, ...failed].map((failure) => [failure.id, failure]));
		return async (change) => {
			const findings = findingsByChange.get(change) ?? [];
			if (findings instanceof Error) throw findings;
			return outcomeOf(findings, failures);
		};
	};
}

function findingsOf(change: Change, missed: boolean, { toFinding }: SecurityHubPorts): ReportedFinding[] {
	return changesToPublish(change, missed).map((ofControl) => ({
		finding: toFinding(change.entry, ofControl),
		closed: ofControl.kind === "closed",
	}));
}

function outcomeOf(findings: readonly ReportedFinding[], failures: ReadonlyMap<string, FailedFinding>): Outcome {
	const items: (UndeliveredItem & { readonly later: boolean })[] = findings.flatMap(({ finding }) => {
		const failure = failures.get(finding.Id ?? "");
		if (failure === undefined) return [];
		return [{ body: finding, reason: `${failure.code}: ${failure.message}`, later: !failure.permanent }];
	});
	if (items.length === 0) return { kind: "delivered", what: `${findings.length} findings` };
	return {
		kind: "undelivered",
		later: items.some(({ later }) => later),
		items: items.map(({ body, reason }) => ({ body, reason })),
	};
}

/** A state that cannot be converted must not prevent the others of its batch from being published. */
function tryOrError(make: () => ReportedFinding[]): ReportedFinding[] | Error {
	try {
		return make();
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}
