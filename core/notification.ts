import type { Changes, ControlChange } from "./changes.ts";
import type { BlockRecord, LedgerEntry, RecordedVerdict } from "./ledger.ts";
import { compareSeverity, type Severity } from "./verdict.ts";

/** A change of one control's verdict that is reported, with its severity now or before. */
export interface ReportedChange {
	readonly control: string;
	/** `blocking`: the verdict did not change, but it is why a deployment was blocked. */
	readonly kind: "failing" | "changed" | "blocking" | "unknown" | "closed";
	readonly severity: Severity;
	readonly before: RecordedVerdict | null;
	readonly after: RecordedVerdict | null;
}

/** The subject line of a notification; `controls`: number of controls. */
type Headline =
	| { readonly kind: "block"; readonly block: BlockRecord }
	| { readonly kind: "failing" | "still-failing"; readonly severity: Severity; readonly controls: number }
	| { readonly kind: "unknown" | "gone" }
	| { readonly kind: "fixed"; readonly controls: number };

/** What is reported after one change of one subject, independent of the channel. */
export interface Notification {
	readonly entry: LedgerEntry;
	readonly headline: Headline;
	/** Worst first. */
	readonly changes: readonly ReportedChange[];
	/** Attempts to block that are new or have a new outcome. */
	readonly blocks: readonly BlockRecord[];
}

/**
 * Null if there is nothing to report. Changes below the minimum severity are not reported, except the reason for a block;
 * waivers are never reported; an unknown verdict is reported once, not again when only its message changes.
 */
export function notificationOf(changes: Changes, minimum: Severity): Notification | null {
	const { entry, blocks } = changes;
	const reported = reportedChanges(changes, minimum);
	if (reported.length === 0 && blocks.length === 0) return null;
	return { entry, headline: headlineOf(entry, reported, blocks), changes: reported, blocks };
}

function headlineOf(
	{ state }: LedgerEntry,
	changes: readonly ReportedChange[],
	blocks: readonly BlockRecord[],
): Headline {
	const block = blocks.at(-1);
	if (block !== undefined) return { kind: "block", block };
	const failing = changes.filter(({ kind }) => kind === "failing");
	const changed = changes.filter(({ kind }) => kind === "changed");
	const [worst] = [...failing, ...changed];
	if (worst !== undefined) {
		const kind = failing.length > 0 ? "failing" : "still-failing";
		return { kind, severity: worst.severity, controls: failing.length || changed.length };
	}
	if (changes.some(({ kind }) => kind === "unknown")) return { kind: "unknown" };
	return state === "gone" ? { kind: "gone" } : { kind: "fixed", controls: changes.length };
}

const order: readonly ReportedChange["kind"][] = ["failing", "blocking", "changed", "unknown", "closed"];

function reportedChanges({ entry, controls, blocks }: Changes, minimum: Severity): ReportedChange[] {
	const because = new Set(blocks.flatMap((block) => block.because));
	const reported = controls.flatMap((change) =>
		reportedChange(change, because.has(change.control) ? "INFORMATIONAL" : minimum),
	);
	const judged = new Set(
		blocks.filter(({ revision }) => String(revision) === entry.about["revision"]).flatMap((block) => block.because),
	);
	const unchanged = [...judged].flatMap((control): ReportedChange[] => {
		const after = entry.controls[control];
		if (after === undefined || reported.some((change) => change.control === control)) return [];
		return [{ control, kind: "blocking", severity: after.severity, before: null, after }];
	});
	return [...reported, ...unchanged].sort(
		(a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compareSeverity(a.severity, b.severity),
	);
}

function reportedChange({ control, kind, before, after }: ControlChange, minimum: Severity): ReportedChange[] {
	const reported = (as: ReportedChange["kind"], severity: Severity): ReportedChange[] =>
		compareSeverity(severity, minimum) <= 0 ? [{ control, kind: as, severity, before, after }] : [];
	switch (kind) {
		case "waived":
			return [];
		case "unknown":
			return after === null || wasUnknown(before) ? [] : reported("unknown", after.severity);
		case "opened":
			return after === null ? [] : reported("failing", after.severity);
		case "changed":
			return after === null ? [] : reported("changed", worstOf(before, after));
		case "closed":
			return hadFailed(before) ? reported("closed", before.severity) : [];
	}
}

/** A failure that has become milder than the minimum was reported before, so its change is reported as well. */
const worstOf = (before: RecordedVerdict | null, after: RecordedVerdict): Severity =>
	before !== null && compareSeverity(before.severity, after.severity) < 0 ? before.severity : after.severity;

const wasUnknown = (before: RecordedVerdict | null): boolean => before?.status === "unknown" && !before.pending;

/** Whether it failed, or has been unknown since it failed. */
const hadFailed = (before: RecordedVerdict | null): before is RecordedVerdict =>
	before?.status === "fail" || (before?.status === "unknown" && before.firstFailed !== null);
