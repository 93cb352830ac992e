import {
	type Failure,
	type LedgerEntry,
	openFailureOf,
	type RecordedVerdict,
	settledStatusOf,
} from "../../core/ledger.ts";
import { worseBy } from "../changes.ts";
import { isHeldBack } from "./held-back.ts";

/** How the failure of one control differs between two states of a subject. */
export type FailureChange =
	| { readonly kind: "opened"; readonly failure: Failure }
	| {
			readonly kind: "worse";
			readonly failure: Failure;
			readonly known: Failure;
			readonly worseBy: NonNullable<ReturnType<typeof worseBy>>;
	  }
	| { readonly kind: "same"; readonly failure: Failure; readonly known: Failure | undefined }
	| { readonly kind: "closed"; readonly known: Failure };

/**
 * Compares the failures that are open, of which an unknown verdict does not know the end. So the states between may be missing: what is
 * open now and was not has opened, even if it cannot be read any more. `readAt`: of the later state. Null if nothing failed.
 */
export function failureChange(
	before: RecordedVerdict | null,
	after: RecordedVerdict | null,
	readAt: string,
): FailureChange | null {
	const [known, failure] = [openFailureOf(before), openFailureOf(after)];
	if (failure === undefined)
		return known === undefined || after?.status === "waived" || isSettledFailure(after)
			? null
			: { kind: "closed", known };
	if (known === undefined)
		return isSettledFailure(before) ? { kind: "same", failure, known } : { kind: "opened", failure };
	const why = worseBy(failure, known);
	const isOneResult = why === "vulnerability" && before?.status === "fail" && isWithin(resultMs, before.since, readAt);
	return why === null || isOneResult
		? { kind: "same", failure, known }
		: { kind: "worse", failure, known, worseBy: why };
}

/**
 * A scanner reports what it finds in an image one by one, 300 within half a minute, and the first one is reported. What is found later
 * is another result.
 */
const resultMs = 300_000;

const isWithin = (ms: number, since: string, at: string): boolean => Date.parse(at) - Date.parse(since) < ms;

/** Of a verdict that awaits a result: nothing else is known of the failure before. */
const isSettledFailure = (verdict: RecordedVerdict | null): boolean =>
	verdict !== null && settledStatusOf(verdict) === "fail";

/** Without the verdicts of which nobody hears: so those are new of which somebody does now. */
export const shownOf = (entry: LedgerEntry): LedgerEntry => (isHeldBack(entry) ? { ...entry, controls: {} } : entry);
