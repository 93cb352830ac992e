import type { AwsSecurityFinding, SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { FailedFinding } from "../../adapters/security-hub/failures.ts";
import { importFindings } from "../../adapters/security-hub/import-findings.ts";
import { resolveFindings } from "../../adapters/security-hub/resolve-findings.ts";
import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import type { ControlDescription } from "../../controls/descriptions.ts";
import type { Change, OpenSink, Outcome, Parcel } from "../stream.ts";
import { changesToPublish, missedBefore } from "./news.ts";

export interface SecurityHubPorts {
	readonly hub: SecurityHubClient;
	readonly controls: readonly ControlDescription[];
}

interface Told {
	readonly finding: AwsSecurityFinding;
	readonly closed: boolean;
}

/** Security Hub as a sink: the findings of the whole batch in as few calls as AWS allows, then what is closed is resolved. */
export function intoSecurityHub({ hub, controls }: SecurityHubPorts): OpenSink {
	return async (batch) => {
		const missed = missedBefore(batch);
		const told = new Map(
			batch.map((change) => [change, tried(() => findingsOf(change, missed.has(change), controls))]),
		);
		const all = [...told.values()].flatMap((findings) => (findings instanceof Error ? [] : findings));
		const { imported, failed } = await importFindings(
			hub,
			all.map(({ finding }) => finding),
		);
		const arrived = new Set(imported);
		const unresolved = await resolveFindings(
			hub,
			// The last word on an id counts: what was closed and opened again is not resolved.
			[...new Map(all.map((one) => [one.finding.Id, one])).values()]
				.filter(({ finding, closed }) => closed && arrived.has(finding.Id ?? ""))
				.map(({ finding: { Id, ProductArn } }) => ({ Id, ProductArn })),
		);
		const failures = new Map([...unresolved, ...failed].map((failure) => [failure.id, failure]));
		return async (change) => {
			const findings = told.get(change) ?? [];
			if (findings instanceof Error) throw findings;
			return outcomeOf(findings, failures);
		};
	};
}

function findingsOf(change: Change, missed: boolean, controls: readonly ControlDescription[]): Told[] {
	return changesToPublish(change, missed).map((ofControl) => ({
		finding: toAsff(
			change.entry,
			ofControl,
			controls.find(({ id }) => id === ofControl.control),
		),
		closed: ofControl.kind === "closed",
	}));
}

function outcomeOf(findings: readonly Told[], failures: ReadonlyMap<string, FailedFinding>): Outcome {
	const parcels: (Parcel & { readonly later: boolean })[] = findings.flatMap(({ finding }) => {
		const failure = failures.get(finding.Id ?? "");
		if (failure === undefined) return [];
		return [{ body: finding, reason: `${failure.code}: ${failure.message}`, later: !failure.permanent }];
	});
	if (parcels.length === 0) return { kind: "delivered", what: `${findings.length} findings` };
	return {
		kind: "undelivered",
		later: parcels.some(({ later }) => later),
		parcels: parcels.map(({ body, reason }) => ({ body, reason })),
	};
}

/** One state that cannot be put into words must not keep the others of its batch back. */
function tried(make: () => Told[]): Told[] | Error {
	try {
		return make();
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}
