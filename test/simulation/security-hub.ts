import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { FailedFinding } from "../../adapters/security-hub/failures.ts";
import type { ImportResult } from "../../adapters/security-hub/import-findings.ts";
import type { FindingReader } from "../../adapters/security-hub/read-findings.ts";
import type { Machine } from "./invocation.ts";

export type Workflow = "NEW" | "NOTIFIED" | "RESOLVED" | "SUPPRESSED";

export interface StoredFinding {
	readonly finding: AwsSecurityFinding;
	readonly workflow: Workflow;
	/** Who set the workflow last. */
	readonly setBy: "hub" | "pipeline" | "analyst";
}

/** BatchUpdateFindings "can take several minutes" to show. */
const longestUpdateMs = 240_000;

/**
 * Security Hub with its rules for updates (user guide, BatchImportFindings and BatchUpdateFindings): only a later UpdatedAt
 * replaces a finding, the workflow belongs to the customer, and a finding that fails again is NEW again unless suppressed.
 */
export class SimulatedSecurityHub {
	readonly findings = new Map<string, StoredFinding>();
	/** Every finding that was imported. */
	readonly imports: AwsSecurityFinding[] = [];
	/** Ids of findings that it rejects for ever. */
	readonly rejected = new Set<string>();
	/** When a person suppressed a finding, by its id; epoch milliseconds. */
	readonly suppressedAt = new Map<string, number>();
	/** When the last update of a workflow shows. */
	#updatedUntil = 0;
	readonly #machine: Machine;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	import(findings: readonly AwsSecurityFinding[]): ImportResult {
		const { clock, faults } = this.#machine;
		const imported: string[] = [];
		const failed: FailedFinding[] = [];
		for (const finding of newestById(findings)) {
			const id = finding.Id ?? "";
			if (this.rejected.has(id))
				failed.push({ id, code: "InvalidInput", message: "rejected by the simulation", permanent: true });
			else if (faults.occurs(0.03, clock.time))
				failed.push({ id, code: "InternalError", message: "failed by the simulation", permanent: false });
			else {
				this.imports.push(finding);
				this.#store(id, finding);
				imported.push(id);
			}
		}
		return { imported, failed };
	}

	/** Sets the workflow of findings on behalf of the pipeline. It shows after a while, in the order of the calls. */
	update(ids: readonly string[], workflow: "NEW" | "RESOLVED"): readonly FailedFinding[] {
		const { clock, faults } = this.#machine;
		const delay = faults.occurs(0.3, clock.time) ? faults.between(1_000, longestUpdateMs) : 0;
		this.#updatedUntil = Math.max(this.#updatedUntil, clock.time + delay);
		clock.at(this.#updatedUntil, () => {
			for (const id of ids) this.setWorkflow(id, workflow, "pipeline");
		});
		return [];
	}

	/** As GetFindings answers, without those that it does not hold. */
	read(ids: readonly string[]): Awaited<ReturnType<FindingReader>>["found"] {
		const found = ids.flatMap((id) => {
			const stored = this.findings.get(id);
			if (stored === undefined) return [];
			const { Compliance, RecordState } = stored.finding;
			const isClosed = Compliance?.Status === "PASSED" || RecordState === "ARCHIVED";
			return [[id, { workflow: stored.workflow, isClosed, updatedAt: stored.finding.UpdatedAt ?? "" }] as const];
		});
		return new Map(found);
	}

	/** Nobody ends a suppression. */
	suppress(id: string): void {
		this.setWorkflow(id, "SUPPRESSED", "analyst");
		if (!this.suppressedAt.has(id)) this.suppressedAt.set(id, this.#machine.clock.time);
	}

	setWorkflow(id: string, workflow: Workflow, setBy: StoredFinding["setBy"]): void {
		const stored = this.findings.get(id);
		if (stored === undefined || (setBy === "pipeline" && stored.workflow === "SUPPRESSED")) return;
		this.findings.set(id, { ...stored, workflow, setBy });
		this.#machine.note(() => `Security Hub holds ${id}: ${workflow}, set by the ${setBy}`);
	}

	#store(id: string, finding: AwsSecurityFinding): void {
		const stored = this.findings.get(id);
		if (stored !== undefined && (finding.UpdatedAt ?? "") <= (stored.finding.UpdatedAt ?? "")) return;
		const kept = stored === undefined || isReopened(stored, finding) ? null : stored;
		const held: StoredFinding = { finding, workflow: kept?.workflow ?? "NEW", setBy: kept?.setBy ?? "hub" };
		this.findings.set(id, held);
		this.#machine.note(() => `Security Hub holds ${id}: ${describe(held)}`);
	}
}

/** For histories and violations. */
export const describe = ({ finding, workflow }: StoredFinding): string =>
	`${finding.Compliance?.Status}, ${finding.RecordState}, ${workflow} of ${finding.UpdatedAt}`;

function isReopened({ finding: before, workflow }: StoredFinding, after: AwsSecurityFinding): boolean {
	if (workflow === "SUPPRESSED" || workflow === "NEW") return false;
	const isBack = before.RecordState === "ARCHIVED" && after.RecordState === "ACTIVE";
	return isBack || (before.Compliance?.Status === "PASSED" && after.Compliance?.Status !== "PASSED");
}

function newestById(findings: readonly AwsSecurityFinding[]): readonly AwsSecurityFinding[] {
	const newest = new Map<string, AwsSecurityFinding>();
	for (const finding of findings) {
		const known = newest.get(finding.Id ?? "");
		if ((known?.UpdatedAt ?? "") <= (finding.UpdatedAt ?? "")) newest.set(finding.Id ?? "", finding);
	}
	return [...newest.values()];
}
