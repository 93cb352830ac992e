import type { BlockRecord } from "../core/block-record.ts";
import {
	type Failure,
	isReported,
	type LedgerEntry,
	openFailureOf,
	type RecordedVerdict,
	settledStatusOf,
} from "../core/ledger.ts";
import { compareSeverity, maxReportedVulnerabilities } from "../core/verdict.ts";

/** How the verdict of one control on one subject changed between two states of the ledger. */
export interface ControlChange {
	readonly control: string;
	/**
	 * `opened`: fails now; `worsened`: fails with a higher severity, or with the same one in another container or because of
	 * another vulnerability; `changed`: the same failure or a milder one, in other words or with other counts; `closed`: no
	 * longer fails; `unknown`: could not be judged.
	 */
	readonly kind: "opened" | "worsened" | "changed" | "closed" | "unknown" | "waived";
	readonly before: RecordedVerdict | null;
	/** Null if the subject no longer exists or the control is no longer enabled. */
	readonly after: RecordedVerdict | null;
}

export interface Changes {
	/** Null if there was none. */
	readonly before: LedgerEntry | null;
	readonly entry: LedgerEntry;
	readonly controls: readonly ControlChange[];
	/** Attempts to block that are new or have a new outcome. */
	readonly blocks: readonly BlockRecord[];
}

/** Whether a verdict has an open finding: while a result is awaited, that of the verdict before the wait. */
export function hasOpenFinding(verdict: RecordedVerdict): boolean {
	const isExplained = verdict.explainedBy !== undefined && verdict.lastFailure === undefined;
	return isReported(settledStatusOf(verdict)) && !isExplained;
}

/** Compares two states of a subject's entry. The result contains only what changed and has to be reported. */
export function changesBetween(before: LedgerEntry | null, after: LedgerEntry): Changes {
	const ids = new Set([...Object.keys(before?.controls ?? {}), ...Object.keys(after.controls)]);
	const controls = [...ids].sort().flatMap((control) => {
		const change = changeOf(before?.controls[control] ?? null, after.controls[control] ?? null);
		return change === null ? [] : [{ control, ...change }];
	});
	const known = new Set((before?.blocks ?? []).map(blockKey));
	return { before, entry: after, controls, blocks: after.blocks.filter((block) => !known.has(blockKey(block))) };
}

export const isEmpty = (changes: Changes): boolean => changes.controls.length === 0 && changes.blocks.length === 0;

function changeOf(
	before: RecordedVerdict | null,
	after: RecordedVerdict | null,
): Omit<ControlChange, "control"> | null {
	// A pending scan neither opens nor closes anything: the last reported status stays until the result arrives.
	if (after?.pending) return null;
	const wasOpen = before !== null && hasOpenFinding(before);
	if (after === null || !hasOpenFinding(after)) return wasOpen ? { kind: "closed", before, after } : null;
	if (before !== null && isSameReport(before, after)) return null;
	return { kind: changeKindOf(before, after), before, after };
}

function changeKindOf(before: RecordedVerdict | null, after: RecordedVerdict): ControlChange["kind"] {
	if (after.status !== "fail") return after.status === "waived" ? "waived" : "unknown";
	const failure = openFailureOf(before);
	if (failure === undefined) {
		const reported = before === null ? undefined : settledStatusOf(before);
		return reported === "fail" ? "changed" : "opened";
	}
	return worseBy(after, failure) === null ? "changed" : "worsened";
}

/**
 * Why a failure is worse than the one before; null if it is not. One that was not about containers before is the same one in a new form,
 * such as after an upgrade of the controls.
 */
export function worseBy(now: Failure, before: Failure): "severity" | "container" | "vulnerability" | null {
	const higher = compareSeverity(now.severity, before.severity);
	if (higher !== 0) return higher < 0 ? "severity" : null;
	const { containers } = before;
	if (containers.length > 0 && now.containers.some((name) => !containers.includes(name))) return "container";
	return hasAnotherVulnerability(now, before) ? "vulnerability" : null;
}

/** Whether there is one more of those that exceed the policy's maximum. Of a list that may be cut, their counts decide. */
function hasAnotherVulnerability(
	now: Failure,
	{ vulnerabilities: known = [], fields = {}, containers }: Failure,
): boolean {
	const excess = now.vulnerabilities?.filter(({ isExcess }) => isExcess) ?? [];
	const ids = new Set(known.flatMap(({ id, isExcess }) => (isExcess ? id : [])));
	// The verdict is of an earlier version, which did not say which of them exceed it.
	if (known.length > 0 && ids.size === 0) return false;
	if (known.length < maxReportedVulnerabilities) return excess.some(({ id }) => !ids.has(id));
	const count = (of: Failure["fields"], severity: string): number => Number(of?.[severity.toLowerCase()]);
	// With fewer containers, they are those of another image.
	if (now.containers.length < containers.length) return false;
	return excess.some(({ severity }) => count(now.fields, severity) > count(fields, severity));
}

/** Whether two verdicts would be reported in the same words. */
function isSameReport(before: RecordedVerdict, after: RecordedVerdict): boolean {
	const reportedPart = ({ since, firstFailed, lastFailure, ...rest }: RecordedVerdict) =>
		JSON.stringify(rest, withSortedKeys);
	return reportedPart(before) === reportedPart(after);
}

/** For JSON.stringify. DynamoDB does not preserve the order of a map's keys. */
function withSortedKeys(_key: string, value: unknown): unknown {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const blockKey = (block: BlockRecord): string =>
	JSON.stringify([block.resource, block.action, block.outcome, block.reason]);
