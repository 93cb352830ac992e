import type { BlockRecord } from "../../core/block-record.ts";
import { type LedgerEntry, openFailureOf, type RecordedVerdict, settledStatusOf } from "../../core/ledger.ts";
import { compareSeverity, type Severity } from "../../core/verdict.ts";
import { isWaiting, waitingKeyOf } from "../approvals/waiting.ts";

/** What has become of a check that was reported. */
export interface PresentCheck {
	readonly control: string;
	/**
	 * `open`: fails; `unknown`: could not be judged; `fixed`: passes; `milder`: fails below the minimum severity, of which no end would
	 * be reported; `not-applicable`; `unchecked`: the subject is gone or the control is off.
	 */
	readonly state: "open" | "unknown" | "fixed" | "milder" | "waived" | "not-applicable" | "unchecked";
	/** Null if `unchecked`. */
	readonly verdict: RecordedVerdict | null;
	/** Of the failure, also of the one before an unknown verdict; null if nothing is known to fail. */
	readonly severity: Severity | null;
}

/** How a subject stands, for a message that is kept up to date. */
export interface PresentState {
	readonly entry: LedgerEntry;
	/** The checks that were reported: what fails first, the worst of them before the others, then what is unknown. */
	readonly checks: readonly PresentCheck[];
	/** Number of checks that fail and were not reported there. */
	readonly others: number;
	/**
	 * Each deployment that still waits for a person, and the last block because of one of the checks, while one is open and no later
	 * revision is active.
	 */
	readonly blocks: readonly BlockRecord[];
}

const order: readonly PresentCheck["state"][] = [
	...(["open", "unknown", "milder", "waived", "fixed", "not-applicable", "unchecked"] as const),
];

/** `reported`: ids of controls; `minimum`: the severity below which nothing is reported. */
export function presentStateOf(entry: LedgerEntry, reported: readonly string[], minimum: Severity): PresentState {
	const blocks = entry.blocks.filter(({ over }) => over !== true);
	// Reported below the minimum as well, as the reason for a block.
	const because = new Set(blocks.flatMap((block) => block.because));
	const minimumOf = (control: string): Severity => (because.has(control) ? "INFORMATIONAL" : minimum);
	const checks = [...new Set(reported)]
		.map((control) => presentCheckOf(control, entry.controls[control] ?? null, minimumOf(control)))
		.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || compareFailures(a, b));
	const others = Object.entries(entry.controls).filter(
		([control, verdict]) => !reported.includes(control) && stateOf(verdict, minimum) === "open",
	);
	const open = checks.filter(isOpen).map(({ control }) => control);
	const last = blocks.findLast((block) => block.because.some((one) => open.includes(one)));
	const shown = blocks.flatMap((block) => {
		if (isWaiting(block, entry)) return [block];
		if (block !== last) return [];
		return waitingKeyOf(block, entry) === null ? [block] : [withoutWait(block)];
	});
	return { entry, checks, others: others.length, blocks: shown };
}

/** It is not known how its wait has ended, but nobody can answer any more. */
const withoutWait = ({ waitsIn: _, ...block }: BlockRecord): BlockRecord => block;

/** Whether a failure has not ended yet; what became unknown after it has not. */
export const isOpen = ({ state, severity }: PresentCheck): boolean =>
	state === "open" || (state === "unknown" && severity !== null);

/** The deployments that wait for a person. */
export const waitingIn = ({ blocks, entry }: PresentState): readonly BlockRecord[] =>
	blocks.filter((block) => isWaiting(block, entry));

/** Whether no failure is open, and no deployment waits. */
export const isResolved = (state: PresentState): boolean => !state.checks.some(isOpen) && waitingIn(state).length === 0;

/** Whether nothing of it can end any more: nothing is unknown either. */
export const isEnded = (state: PresentState): boolean =>
	isResolved(state) && !state.checks.some((check) => check.state === "unknown");

function presentCheckOf(control: string, verdict: RecordedVerdict | null, minimum: Severity): PresentCheck {
	const state = stateOf(verdict, minimum);
	return { control, state, verdict, severity: openFailureOf(verdict)?.severity ?? null };
}

function stateOf(verdict: RecordedVerdict | null, minimum: Severity): PresentCheck["state"] {
	if (verdict === null) return "unchecked";
	// A pending scan ends nothing: the status before it stands.
	switch (settledStatusOf(verdict) ?? "unknown") {
		case "fail":
			return compareSeverity(openFailureOf(verdict)?.severity ?? verdict.severity, minimum) <= 0 ? "open" : "milder";
		case "pass":
			return "fixed";
		case "not-applicable":
			return "not-applicable";
		case "waived":
			return "waived";
		case "unknown":
			return "unknown";
	}
}

const compareFailures = (a: PresentCheck, b: PresentCheck): number =>
	compareSeverity(a.severity ?? "INFORMATIONAL", b.severity ?? "INFORMATIONAL");
