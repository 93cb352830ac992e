import type { Control } from "../core/control.ts";
import type { LedgerEntry, RecordedVerdict } from "../core/ledger.ts";
import { type Severity, severities, statuses } from "../core/verdict.ts";

/** One control checked on one subject: the unit that the report counts. */
export interface Check {
	readonly entry: LedgerEntry;
	readonly control: string;
	readonly verdict: RecordedVerdict;
}

/** Every check, worst first: by status, severity, control and subject. */
export function checksOf(entries: readonly LedgerEntry[]): readonly Check[] {
	return entries
		.flatMap((entry) =>
			Object.entries(entry.controls).map(([control, verdict]) => {
				return { check: { entry, control, verdict }, rank: rankOf(verdict) };
			}),
		)
		.sort(
			(a, b) =>
				a.rank - b.rank ||
				compareText(a.check.control, b.check.control) ||
				compareText(a.check.entry.arn, b.check.entry.arn),
		)
		.map(({ check }) => check);
}

/** The worst is 0. */
const rankOf = ({ status, severity }: RecordedVerdict): number =>
	statuses.indexOf(status) * severities.length + severities.indexOf(severity);

/** A key that sorts subjects by their worst check, then their second worst, and so on: one letter per check, `~` at the end. */
export const sortKeyOf = (checks: readonly Check[]): string =>
	`${String.fromCharCode(...checks.map(({ verdict }) => 65 + rankOf(verdict)))}~`;

/** Compares by code units, so that the order is the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const failedChecks = (checks: readonly Check[]): readonly Check[] =>
	checks.filter(({ verdict }) => verdict.status === "fail");

/** The number of checks of each severity, worst first; severities without any are omitted. */
export function countBySeverity(checks: readonly Check[]): readonly (readonly [Severity, number])[] {
	return severities
		.map((severity) => [severity, checks.filter((check) => check.verdict.severity === severity).length] as const)
		.filter(([, count]) => count > 0);
}

/** A control's title and explanation; the id itself when the control no longer exists. */
export function describeControl(
	controls: readonly Control[],
	id: string,
): Pick<Control, "title" | "why" | "references"> {
	return controls.find((control) => control.id === id) ?? { title: id, why: "", references: [] };
}

/** The first `max` items, and how many remain. */
export function takeFirst<T>(
	items: readonly T[],
	max: number,
): { readonly shown: readonly T[]; readonly remaining: number } {
	return { shown: items.slice(0, max), remaining: Math.max(0, items.length - max) };
}
