import { isDeepStrictEqual } from "node:util";
import { type Changes, type ControlChange, changesBetween } from "../../core/changes.ts";
import type { RecordedVerdict } from "../../core/ledger.ts";
import type { Change } from "../sink.ts";

/**
 * The changes that a sink with a finding for every control publishes for a new state. In addition to changed verdicts: an open
 * finding contains the revision, the tags and the outcome of a block, so it is updated when these change; and if the sink missed
 * the previous state, the complete new state is published. When the subject is gone, its findings are
 * archived, also those that passed.
 */
export function changesToPublish({ before, entry }: Change, missed: boolean): readonly ControlChange[] {
	const changes = changesBetween(before, entry);
	const changed = new Set(changes.controls.map(({ control }) => control));
	const renamed = before !== null && !isDeepStrictEqual(before.about, entry.about);
	const others = Object.entries(entry.controls).flatMap(([control, verdict]): ControlChange[] => {
		if (changed.has(control) || verdict.pending) return [];
		const unchanged = { control, before: verdict, after: verdict };
		if (isOpen(verdict)) {
			const affected = missed || renamed || isBlocked(control, changes);
			return affected ? [{ ...unchanged, kind: "changed" }] : [];
		}
		return missed && verdict.firstFailed !== null ? [{ ...unchanged, kind: "closed" }] : [];
	});
	return [
		...changes.controls,
		...others,
		...endedChanges({ before, entry }, missed).filter((one) => !changed.has(one.control)),
	];
}

/** The findings of a subject that is gone: of the controls that failed once. If the sink missed states, of all of them. */
function endedChanges({ before, entry }: Pick<Change, "before" | "entry">, missed: boolean): ControlChange[] {
	if (entry.state !== "gone") return [];
	const last = Object.entries(before?.controls ?? {}).filter(([, { firstFailed }]) => firstFailed !== null);
	const verdicts = new Map<string, RecordedVerdict | null>([
		...Object.keys((missed && entry.remembered) || {}).map((control) => [control, null] as const),
		...last,
	]);
	return [...verdicts].map(([control, verdict]) => ({ control, kind: "closed", before: verdict, after: null }));
}

const isOpen = ({ status }: RecordedVerdict): boolean => status !== "pass" && status !== "not-applicable";

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
