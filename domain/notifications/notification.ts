import type { BlockRecord } from "../../core/block-record.ts";
import type { Changes, ControlChange } from "../../core/changes.ts";
import { type LedgerEntry, openFailureOf, type RecordedVerdict, settledStatusOf } from "../../core/ledger.ts";
import { compareSeverity, type Severity } from "../../core/verdict.ts";

/** A change of one control's verdict that is reported, with its severity now or before. */
export interface ReportedChange {
	readonly control: string;
	/**
	 * `worse`: a higher severity or another container; `milder`: now below the minimum severity; `blocking`: neither, but it is
	 * why a deployment was blocked.
	 */
	readonly kind: "failing" | "worse" | "milder" | "blocking" | "unknown" | "closed";
	readonly severity: Severity;
	readonly before: RecordedVerdict | null;
	readonly after: RecordedVerdict | null;
}

/** The subject line of a notification; `controls`: number of controls. */
type Headline =
	| { readonly kind: "block"; readonly block: BlockRecord }
	| { readonly kind: "failing" | "worse" | "milder"; readonly severity: Severity; readonly controls: number }
	| { readonly kind: "unknown" | "gone" }
	| { readonly kind: "fixed"; readonly controls: number }
	/** Failures that ended without a pass: the controls do not apply any more, or are not checked any more. */
	| { readonly kind: "ended"; readonly isChecked: boolean };

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
 * Null if there is nothing to report. Reported is what opened, got worse, closed or was blocked. Other words for the same
 * failure are not, nor is anything below the minimum severity except the reason for a block, nor a waiver. An unknown verdict
 * is reported once; whatever follows it is compared with the verdict before it, so nothing is fixed that had not failed.
 * `suppressed`: controls of which nothing is reported but a deployment that was really stopped, or should have been.
 */
export function notificationOf(
	all: Changes,
	minimum: Severity,
	suppressed: ReadonlySet<string> = new Set(),
): Notification | null {
	const isShown = (control: string): boolean => !suppressed.has(control);
	const { entry } = all;
	const blocks = all.blocks.filter(
		({ outcome, because }) => ["done", "failed"].includes(outcome) || because.length === 0 || because.some(isShown),
	);
	const reported = reportedChanges({ ...all, blocks }, minimum).filter(({ control }) => isShown(control));
	if (reported.length === 0 && blocks.length === 0) return null;
	return { entry, headline: headlineOf(entry, reported, blocks), changes: reported, blocks };
}

/** The controls whose findings a notification is about. */
export const controlsIn = ({ changes, blocks }: Notification): readonly string[] => [
	...new Set([...changes.map(({ control }) => control), ...blocks.flatMap(({ because }) => because)]),
];

function headlineOf(
	{ state }: LedgerEntry,
	changes: readonly ReportedChange[],
	blocks: readonly BlockRecord[],
): Headline {
	const block = blocks.at(-1);
	if (block !== undefined) return { kind: "block", block };
	const [first] = changes;
	if (first?.kind === "failing" || first?.kind === "worse" || first?.kind === "milder") {
		const { kind, severity, after } = first;
		return { kind, severity: after?.severity ?? severity, controls: changes.filter((one) => one.kind === kind).length };
	}
	if (first?.kind === "unknown") return { kind: "unknown" };
	if (state === "gone") return { kind: "gone" };
	const passes = changes.filter(({ after }) => after?.status === "pass").length;
	return passes > 0
		? { kind: "fixed", controls: passes }
		: { kind: "ended", isChecked: changes.some(({ after }) => after !== null) };
}

const order: readonly ReportedChange["kind"][] = ["failing", "worse", "blocking", "unknown", "milder", "closed"];

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
	const failure = openFailureOf(before);
	switch (kind) {
		case "waived":
			return [];
		case "unknown":
			return after === null || wasUnknown(before) ? [] : reported("unknown", after.severity);
		case "opened":
			return after === null ? [] : reported("failing", after.severity);
		case "worsened":
			return after === null ? [] : reported("worse", after.severity);
		case "changed":
			// Its end would not be reported: it is then below the minimum.
			return failure === undefined || after === null || compareSeverity(after.severity, minimum) <= 0
				? []
				: reported("milder", failure.severity);
		case "closed":
			return failure === undefined ? [] : reported("closed", failure.severity);
	}
}

const wasUnknown = (before: RecordedVerdict | null): boolean =>
	before !== null && settledStatusOf(before) === "unknown";
