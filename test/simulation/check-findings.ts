import { findingIdOf } from "../../core/finding.ts";
import type { Expectation } from "./expectation.ts";
import { isOfBlockedRevision, isStillRead, modelledControls } from "./model.ts";
import { describe, type StoredFinding } from "./security-hub.ts";
import type { Services } from "./services.ts";
import type { Violation } from "./violations.ts";

type End = Expectation["allowed"][number];

/** The ledger and Security Hub hold what the model expects of every control (I2, I3, I9), and nothing else (I5). */
export function checkFindings(services: Services, expectations: readonly Expectation[]): readonly Violation[] {
	return [
		...expectations.flatMap((one) => [...checkEntry(services, one), ...checkFinding(services, one)]),
		...unexpectedFailures(services, expectations),
	];
}

function checkEntry({ table }: Services, { arn, control, allowed, ...more }: Expectation): Violation[] {
	const entry = table.entries.get(arn);
	const verdict = entry?.controls[control];
	const end: End | "nothing" = entry?.state === "gone" ? "gone" : (verdict?.status ?? "nothing");
	const isNothing = end === "nothing" || end === "gone";
	const isFound = allowed.includes(end as End) || (isNothing && allowed.some((one) => one === "gone" || one === "off"));
	if (isFound) return [];
	const text = `the ledger says ${end} about ${control} on ${arn}; the model says ${allowed.join(" or ")}`;
	return [{ invariant: "I3", text, ...more }];
}

function checkFinding(
	{ hub, journal }: Services,
	{ arn, control, allowed, explainedBy, ...more }: Expectation,
): Violation[] {
	const id = findingIdOf(control, arn);
	if (hub.rejected.has(id))
		return isKept(id, journal, allowed) ? [] : [{ invariant: "I1", text: `${id} was rejected and lost` }];
	const stored = hub.findings.get(id);
	const isReportedElsewhere = explainedBy !== undefined && isRightFinding("pass", stored);
	if (isReportedElsewhere || allowed.some((end) => isRightFinding(end, stored))) return workflowViolations(id, stored);
	const found = stored === undefined ? "no finding" : describe(stored);
	const text = `Security Hub has ${found} for ${control} on ${arn}; the model says ${allowed.join(" or ")}`;
	return [{ invariant: "I9", text, ...more }];
}

/** What Security Hub rejects for ever is in the dead-letter queue as a whole. */
function isKept(id: string, { undelivered }: Services["journal"], allowed: readonly End[]): boolean {
	const isOpen = allowed.every((end) => end === "fail");
	return !isOpen || undelivered.some(({ body }) => (body as { readonly Id?: unknown }).Id === id);
}

function isRightFinding(end: End, stored: StoredFinding | undefined): boolean {
	const status = stored?.finding.Compliance?.Status;
	const isActive = stored?.finding.RecordState === "ACTIVE";
	switch (end) {
		case "fail":
			return status === "FAILED" && isActive;
		case "waived":
			return status === "WARNING" && isActive;
		case "unknown":
			return status === "NOT_AVAILABLE" && isActive;
		case "off":
		case "pass":
		case "not-applicable":
			// It may have been archived, if the resource was deleted and came back without a failure.
			return stored === undefined || status === "PASSED" || !isActive;
		default:
			return stored === undefined || !isActive;
	}
}

/** A suppressed finding stays suppressed; another one is resolved if it passes or is gone, and not by us if it fails. */
function workflowViolations(id: string, stored: StoredFinding | undefined): Violation[] {
	if (stored === undefined) return [];
	const { finding, workflow, setBy } = stored;
	if (setBy === "analyst") {
		const text = `${id} was suppressed and is now ${workflow}`;
		return workflow === "SUPPRESSED" ? [] : [{ invariant: "I2", text }];
	}
	const isOpen = finding.RecordState === "ACTIVE" && finding.Compliance?.Status !== "PASSED";
	if (isOpen === (workflow !== "RESOLVED")) return [];
	return [{ invariant: "I2", text: `${id} is ${describe(stored)}` }];
}

/** What could not be read is unknown in the entry of that reading: never a pass, never a fail (I4). */
export function checkUnread({ table, denials }: Services): readonly Violation[] {
	return table.writes.flatMap(({ change: { before, after } }) => {
		if (after === null || after.state === "gone" || !denials.wasDenied(after)) return [];
		return Object.entries(after.controls).flatMap(([control, { status }]): Violation[] => {
			if (!modelledControls.includes(control) || isStillRead(control) || status === "unknown") return [];
			const failedBefore = before?.controls[control]?.status === "fail";
			if (status === "fail" && failedBefore && isOfBlockedRevision(after)) return [];
			const text = `${control} on ${after.arn} is ${status}, although ECR denied the reading of ${after.readAt}`;
			return [{ invariant: "I4", text }];
		});
	});
}

/** No other finding is open: every other fact of the account is compliant. */
function unexpectedFailures(
	{ hub, denials, workloads, table }: Services,
	expectations: readonly Expectation[],
): Violation[] {
	const { denial } = workloads;
	const wasDeniedAt = (readAt = ""): boolean => denial !== null && Date.parse(readAt) < denial.until;
	const isUnreadable = (arn: string) =>
		(/:ecs:.*:(service|cluster)\//.test(arn) && wasDeniedAt(table.entries.get(arn)?.readAt)) ||
		denials.wasEverDenied(arn);
	const ids = new Set(expectations.map(({ control, arn }) => findingIdOf(control, arn)));
	return [...hub.findings].flatMap(([id, { finding }]): Violation[] => {
		const { Compliance, RecordState, Resources } = finding;
		const isUnread = Compliance?.Status === "NOT_AVAILABLE" && isUnreadable(Resources?.[0]?.Id ?? "");
		if (ids.has(id) || Compliance?.Status === "PASSED" || RecordState === "ARCHIVED" || isUnread) return [];
		return [{ invariant: "I5", text: `Security Hub has an open finding that nothing caused: ${id}` }];
	});
}
