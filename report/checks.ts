import type { Control } from "../core/control.ts";
import type { LedgerEntry, RecordedVerdict } from "../core/ledger.ts";
import { type Severity, severities, statuses } from "../core/verdict.ts";

/** One control on one subject: what the report counts. */
export interface Check {
	readonly entry: LedgerEntry;
	readonly control: string;
	readonly verdict: RecordedVerdict;
}

/** Every check, the worst first: by status, severity, control and subject. */
export function checksOf(entries: readonly LedgerEntry[]): readonly Check[] {
	return entries
		.flatMap((entry) =>
			Object.entries(entry.controls).map(([control, verdict]) => {
				return { check: { entry, control, verdict }, rank: rankOf(verdict) };
			}),
		)
		.sort(
			(a, b) =>
				a.rank - b.rank || byText(a.check.control, b.check.control) || byText(a.check.entry.arn, b.check.entry.arn),
		)
		.map(({ check }) => check);
}

/** The worst is 0. */
const rankOf = ({ status, severity }: RecordedVerdict): number =>
	statuses.indexOf(status) * severities.length + severities.indexOf(severity);

/** Sorts subjects by their worst check, then their second worst, and so on: a letter for each, `~` behind the last. */
export const worstnessOf = (checks: readonly Check[]): string =>
	`${String.fromCharCode(...checks.map(({ verdict }) => 65 + rankOf(verdict)))}~`;

/** Order by code units: the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const failing = (checks: readonly Check[]): readonly Check[] =>
	checks.filter(({ verdict }) => verdict.status === "fail");

/** How many checks of each severity there are, worst first; severities without one are left out. */
export function bySeverity(checks: readonly Check[]): readonly (readonly [Severity, number])[] {
	return severities
		.map((severity) => [severity, checks.filter((check) => check.verdict.severity === severity).length] as const)
		.filter(([, count]) => count > 0);
}

/** What people are told about a control; an id that no longer exists stands for itself. */
export function toldOf(controls: readonly Control[], id: string): Pick<Control, "title" | "why" | "references"> {
	return controls.find((control) => control.id === id) ?? { title: id, why: "", references: [] };
}

/** The first `most` items, and how many are left. */
export function bounded<T>(items: readonly T[], most: number): { readonly shown: readonly T[]; readonly left: number } {
	return { shown: items.slice(0, most), left: Math.max(0, items.length - most) };
}
