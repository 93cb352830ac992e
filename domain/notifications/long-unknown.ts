import { type RecordedVerdict, settledStatusOf } from "../../core/ledger.ts";

/**
 * Whether a verdict has been unknown for so many hours that somebody should hear of it. While a result is awaited, the verdict before the
 * wait stays; what nobody here can resolve, and what another control reports, never is. `at`: ISO 8601.
 */
export function isLongUnknown(verdict: RecordedVerdict, at: string, hours: number): boolean {
	if (settledStatusOf(verdict) !== "unknown" || verdict.isByDesign === true) return false;
	if (verdict.explainedBy !== undefined) return false;
	return Date.parse(verdict.since) + hours * 3_600_000 <= Date.parse(at);
}
