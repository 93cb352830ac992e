import { countByStatus, type LedgerEntry } from "../core/ledger.ts";
import { nameOf } from "../core/subject.ts";
import { compareSeverity, type Severity, type Status, severities, statuses } from "../core/verdict.ts";

/** A control that fails on a subject. */
interface WorstFailure {
	/** Of the subject, as `repository/payments`. */
	readonly name: string;
	readonly control: string;
	readonly severity: Severity;
}

/** The verdicts in the ledger after a sweep. */
export interface SweepSummary {
	/** Number of subjects that exist. */
	readonly subjects: number;
	/** Number of (control, subject) pairs. */
	readonly statuses: Readonly<Record<Status, number>>;
	/** Number of failures. */
	readonly severities: Readonly<Record<Severity, number>>;
	/** Worst first. */
	readonly worst: readonly WorstFailure[];
}

const maxWorst = 10;

const zeros = <Key extends string>(keys: readonly Key[]) =>
	Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;

export const emptySummary: SweepSummary = {
	subjects: 0,
	statuses: zeros(statuses),
	severities: zeros(severities),
	worst: [],
};

/** The summary with more entries. The result does not depend on their order. */
export function addEntries(summary: SweepSummary, entries: readonly LedgerEntry[]): SweepSummary {
	const present = entries.filter(({ state }) => state === "present");
	const counts = countByStatus(present);
	const failures = present.flatMap(({ subject, controls }) =>
		Object.entries(controls).flatMap(([control, { status, severity }]): WorstFailure[] =>
			status === "fail" ? [{ name: nameOf(subject), control, severity }] : [],
		),
	);
	const failuresOf = (severity: Severity): number => failures.filter((one) => one.severity === severity).length;
	return {
		subjects: summary.subjects + present.length,
		statuses: sumOf(statuses, (status) => summary.statuses[status] + counts[status]),
		severities: sumOf(severities, (severity) => summary.severities[severity] + failuresOf(severity)),
		worst: [...summary.worst, ...failures].sort(compareFailures).slice(0, maxWorst),
	};
}

const sumOf = <Key extends string>(keys: readonly Key[], of: (key: Key) => number) =>
	Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<Key, number>;

function compareFailures(a: WorstFailure, b: WorstFailure): number {
	return compareSeverity(a.severity, b.severity) || compareText(a.name, b.name) || compareText(a.control, b.control);
}

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);
