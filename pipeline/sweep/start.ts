import type { FinishedSweep, RunningSweep } from "../../adapters/dynamodb/sweep-state.ts";

/** What is known when the schedule's event arrives. */
interface Known {
	readonly current: RunningSweep | null;
	readonly last: FinishedSweep | null;
	/** Fingerprint of the deployed rules. */
	readonly rules: string;
	/** ISO 8601 with milliseconds. */
	readonly now: string;
	/** Hours between two sweeps. */
	readonly every: number;
}

export type StartDecision =
	/** `replaces`: `startedAt` of a sweep that never finished. */
	| { readonly kind: "start"; readonly sweep: RunningSweep; readonly replaces: string | null }
	| { readonly kind: "continue"; readonly sweep: RunningSweep }
	| { readonly kind: "wait"; readonly reason: string };

const hourMs = 3_600_000;

/** A sweep that has not finished by then is abandoned: messages have been lost, or AWS was not available. */
const longestSweepMs = 6 * hourMs;

/** The schedule's events do not arrive at exact times; without it, a sweep every 24 hours would take place every 25. */
const toleranceMs = 600_000;

/** After so many first sweeps what is left is probably denied for good, and people have to be notified of what else is found. */
const maxRepetitions = 2;

/** A first sweep that has abandoned a message did not look at everything: what it left out is no news either. 0: the next one is none. */
function repetitionAfter(last: FinishedSweep | null): number {
	if (last === null || !last.isFirst || last.failed === 0) return 0;
	const { repetition = 0 } = last;
	return repetition < maxRepetitions ? repetition + 1 : 0;
}

/** Whether all subjects have to be checked: after an installation, with other rules, or when the last sweep is old. */
export function decideStart({ current, last, rules, now, every }: Known): StartDecision {
	const since = (time: string): number => Date.parse(now) - Date.parse(time);
	if (current !== null && since(current.startedAt) < longestSweepMs) return { kind: "continue", sweep: current };
	if (current === null && last?.rules === rules && since(last.startedAt) < every * hourMs - toleranceMs) {
		return { kind: "wait", reason: `the last sweep started at ${last.startedAt}` };
	}
	const isComparable = last?.rules === rules && last.failed === 0;
	const repetition = repetitionAfter(last);
	const sweep = {
		startedAt: now,
		rules,
		isFirst: last === null || repetition > 0,
		phase: "lists",
		failed: 0,
		...(repetition > 0 ? { repetition } : {}),
		...(isComparable ? { isComparable } : {}),
		// A message that the last one abandoned may have been about them.
		...(last === null || last.failed > 0 ? { readsFindings: true as const } : {}),
		...(current === null ? {} : { waitingSince: current.waitingSince ?? current.startedAt }),
	} as const;
	return { kind: "start", sweep, replaces: current?.startedAt ?? null };
}
