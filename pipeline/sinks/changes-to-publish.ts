import { isDeepStrictEqual } from "node:util";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import { type Changes, type ControlChange, changesBetween, hasOpenFinding } from "../../domain/changes.ts";
import { awaitsFirstCheck } from "../earlier-rules.ts";
import type { Change } from "../sink.ts";
import { isRefreshDue } from "./refresh.ts";

/**
 * The changes that a sink with a finding for every control publishes for a new state. In addition to changed verdicts: an open
 * finding contains the revision, the tags and the outcome of a block, so it is updated when these change, and now and then so that
 * Security Hub keeps it; and the complete state is published if the sink missed the previous one, or if that had findings of an earlier
 * installation. When the subject is gone, its findings are archived, also those that passed.
 */
export function changesToPublish(change: Change, missed: boolean): readonly ControlChange[] {
	const { before, entry } = change;
	// The next check publishes the complete state. A check has not found this one.
	if (awaitsFirstCheck(entry)) return [];
	const isWhole = missed || (before !== null && awaitsFirstCheck(before));
	const held = heldControls(before);
	const changes = changesBetween(before, entry);
	const isDue = isRefreshDue(change);
	const changed = new Set(changes.controls.map(({ control }) => control));
	const renamed = before !== null && !isDeepStrictEqual(aboutInFindings(before), aboutInFindings(entry));
	const others = Object.entries(entry.controls).flatMap(([control, verdict]): ControlChange[] => {
		if (changed.has(control) || verdict.pending) return [];
		const unchanged = { control, before: verdict, after: verdict };
		const isUnpublished = isWhole || held.has(control);
		if (hasOpenFinding(verdict)) {
			const affected = isUnpublished || renamed || isDue || isBlocked(control, changes);
			return affected ? [{ ...unchanged, kind: "changed" }] : [];
		}
		return isUnpublished && verdict.firstFailed !== null ? [{ ...unchanged, kind: "closed" }] : [];
	});
	const hasEnded = entry.state === "gone" && before?.state === "present";
	const ended = endedChanges(change, isWhole || hasEnded ? Object.keys(entry.remembered ?? {}) : held);
	return [...changes.controls, ...others, ...ended.filter(({ control }) => !changed.has(control))];
}

/** What is only for notifications is in no finding. */
function aboutInFindings({ about }: LedgerEntry): LedgerEntry["about"] {
	const { index, awaitsIndexUntil, ...rest } = about;
	return rest;
}

/** Controls whose findings Security Hub holds from before, and which waited for a scan in the first check since. */
const heldControls = (before: LedgerEntry | null): ReadonlySet<string> =>
	new Set(Object.keys(before?.remembered ?? {}).filter((control) => before?.controls[control]?.pending));

/**
 * The findings of controls without a verdict: those that Security Hub may hold from before, and of a subject that is gone, those of the
 * controls that failed once.
 */
function endedChanges({ before, entry }: Pick<Change, "before" | "entry">, held: Iterable<string>): ControlChange[] {
	const last = Object.entries(before?.controls ?? {}).filter(([, { firstFailed }]) => firstFailed !== null);
	const verdicts = new Map<string, RecordedVerdict | null>([
		...Array.from(held, (control) => [control, null] as const),
		...(entry.state === "gone" ? last : []),
	]);
	return [...verdicts]
		.filter(([control]) => entry.controls[control] === undefined)
		.map(([control, verdict]) => ({ control, kind: "closed", before: verdict, after: null }));
}

const isBlocked = (control: string, { blocks }: Changes): boolean =>
	blocks.some((block) => block.because.includes(control));

/** Changes whose previous state the sink has not received, neither before nor in this batch, because it was discarded. */
export function changesAfterMissedState(batch: readonly Change[]): ReadonlySet<Change> {
	const handled = new Map<string, string>();
	const missed = batch.filter(({ before, entry, publishedAt }) => {
		const until = handled.get(entry.arn) ?? publishedAt;
		handled.set(entry.arn, entry.readAt);
		return before !== null && (until === null || until < before.readAt);
	});
	return new Set(missed);
}
