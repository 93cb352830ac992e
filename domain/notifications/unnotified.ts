import type { LedgerEntry } from "../../core/ledger.ts";
import { compareSeverity, type Severity } from "../../core/verdict.ts";
import { failureChange, shownOf } from "./failure-change.ts";

/**
 * Controls with a failure of which nobody was notified where notifications about the subject go: it was below the minimum severity there
 * when it opened or got worse, or a route has been changed since. `minimum`: of the policy, for destinations that have none of their own.
 */
export function unnotifiedIn(previous: LedgerEntry | null, entry: LedgerEntry, minimum: Severity): readonly string[] {
	const before = previous === null ? null : shownOf(previous);
	const least = entry.destination?.minimumSeverity ?? minimum;
	return Object.entries(entry.controls).flatMap(([control, verdict]) => {
		const change = failureChange(before?.controls[control] ?? null, verdict, entry.readAt);
		if (change === null || change.kind === "closed") return [];
		const isUnnotified =
			change.kind === "same"
				? wasUnnotified(control, before, entry)
				: compareSeverity(change.failure.severity, least) > 0;
		return isUnnotified ? control : [];
	});
}

/** Whether nobody was notified of the failure of a control in a state, where notifications go in a later one. */
export const wasUnnotified = (control: string, before: LedgerEntry | null, entry: LedgerEntry): boolean =>
	before !== null && (before.unnotified?.includes(control) === true || isRerouted(before, entry));

/** Whether notifications go elsewhere. Without its tags a subject is between routes for a while, which changes none. */
function isRerouted(before: LedgerEntry, entry: LedgerEntry): boolean {
	if (before.unrouted !== undefined || entry.unrouted !== undefined) return false;
	const [{ channel, webhook } = {}, to = {}] = [before.destination, entry.destination];
	return channel !== to.channel || webhook !== to.webhook;
}
