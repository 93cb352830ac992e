import type { BlockRecord } from "../../core/block-record.ts";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import type { SlackPolicy } from "../../core/policy.ts";
import { compareSeverity, type Severity } from "../../core/verdict.ts";
import type { Changes } from "../changes.ts";
import { type FailureChange, failureChange, shownOf } from "./failure-change.ts";
import { isLongUnknown } from "./long-unknown.ts";
import { type Listener, wasNotified } from "./notified.ts";

/** A change of one control's verdict that is reported, with its severity now or before. */
export interface ReportedChange {
	readonly control: string;
	/**
	 * `worse`: a higher severity, another container or vulnerability; `milder`: now below the minimum severity; `blocking`: neither, but it is
	 * why a deployment was blocked.
	 */
	readonly kind: "failing" | "worse" | "milder" | "blocking" | "unknown" | "closed";
	/** Only with `worse`. */
	readonly worseBy?: Extract<FailureChange, { readonly kind: "worse" }>["worseBy"];
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
	/** The failing revision was deregistered, so an earlier one is judged. */
	| ({ readonly kind: "deregistered" } & Deregistration)
	/** Failures that ended without a pass: the controls do not apply any more, or are not checked any more. */
	| { readonly kind: "ended"; readonly isChecked: boolean };

/** Revisions of a family: the one that was judged before, and the newest active one. */
interface Deregistration {
	readonly revision: number;
	readonly active: number;
}

/** What is reported after one change of one subject, independent of the channel. */
export interface Notification {
	readonly entry: LedgerEntry;
	readonly headline: Headline;
	/** Worst first. */
	readonly changes: readonly ReportedChange[];
	/** Attempts to block that are new or have a new outcome, each of its own revision; the changes are of the one in `entry.about`. */
	readonly blocks: readonly BlockRecord[];
	/** Why failures are closed that nobody has fixed. */
	readonly deregistered?: Deregistration;
}

/** Which changes of a subject somebody wants to hear of. */
export interface NotificationPolicy extends Pick<SlackPolicy, "minimumSeverity" | "unknownAfter"> {
	/** Who would be notified; absent: who was notified of everything before. */
	readonly to?: Listener;
}

/**
 * Null if there is nothing to report. Reported is what opened, got worse, closed or was blocked. Other words for the same
 * failure are not, nor is anything below the minimum severity except the reason for a block, nor a waiver. An unknown verdict
 * is reported once, when it has lasted for long; whatever follows it is compared with the verdict before it, so nothing is fixed
 * that had not failed.
 * `suppressed`: controls of which nothing is reported but a deployment that was really stopped, that should have been and was not, or that
 * waits for a person.
 */
export function notificationOf(
	all: Changes,
	policy: NotificationPolicy,
	suppressed: ReadonlySet<string> = new Set(),
): Notification | null {
	const isShown = (control: string): boolean => !suppressed.has(control);
	const { entry } = all;
	const blocks = all.blocks.filter(
		({ outcome, because }) => urgent.includes(outcome) || because.length === 0 || because.some(isShown),
	);
	const reported = reportedChanges({ ...all, blocks }, policy).filter(({ control }) => isShown(control));
	if (reported.length === 0 && blocks.length === 0) return null;
	const deregistered = deregistrationIn(all);
	return {
		...{ entry, headline: headlineOf(entry, reported, blocks, deregistered), changes: reported, blocks },
		...(deregistered === undefined ? {} : { deregistered }),
	};
}

const urgent: readonly BlockRecord["outcome"][] = ["done", "failed", "not-possible"];

/** The number of a family's revisions only grows, so an earlier one is judged only after the later one was deregistered. */
function deregistrationIn({ before, entry }: Changes): Deregistration | undefined {
	if (before?.subject.kind !== "task-definition") return undefined;
	const [revision, active] = [Number(before.about["revision"]), Number(entry.about["revision"])];
	return active < revision ? { revision, active } : undefined;
}

/** Up to this number of notifications to a destination at once are one message each, more are a digest. */
export const maxSingleMessages = 4;

/** The controls whose findings a notification is about. */
export const controlsIn = ({ changes, blocks }: Notification): readonly string[] => [
	...new Set([...changes.map(({ control }) => control), ...blocks.flatMap(({ because }) => because)]),
];

function headlineOf(
	{ state }: LedgerEntry,
	changes: readonly ReportedChange[],
	blocks: readonly BlockRecord[],
	deregistered: Deregistration | undefined,
): Headline {
	const block = blocks.at(-1);
	if (block !== undefined) return { kind: "block", block };
	const [first] = changes;
	if (first?.kind === "failing" || first?.kind === "worse" || first?.kind === "milder") {
		const { kind, after } = first;
		const severity = kind === "milder" ? (after?.severity ?? first.severity) : first.severity;
		return { kind, severity, controls: changes.filter((one) => one.kind === kind).length };
	}
	if (first?.kind === "unknown") return { kind: "unknown" };
	if (state === "gone") return { kind: "gone" };
	if (deregistered !== undefined) return { kind: "deregistered", ...deregistered };
	const passes = changes.filter(({ after }) => after?.status === "pass").length;
	return passes > 0
		? { kind: "fixed", controls: passes }
		: { kind: "ended", isChecked: changes.some(({ after }) => after !== null) };
}

const order: readonly ReportedChange["kind"][] = ["failing", "worse", "blocking", "unknown", "milder", "closed"];

function reportedChanges(all: Changes, { minimumSeverity, unknownAfter, to }: NotificationPolicy): ReportedChange[] {
	const { blocks } = all;
	const [before, entry] = [all.before === null ? null : shownOf(all.before), shownOf(all.entry)];
	const because = new Set(blocks.flatMap((block) => block.because));
	const controls = new Set([...Object.keys(before?.controls ?? {}), ...Object.keys(entry.controls)]);
	const reported = [...controls].sort().flatMap((control) => {
		const pair = { control, before: before?.controls[control] ?? null, after: entry.controls[control] ?? null };
		const minimum = because.has(control) ? "INFORMATIONAL" : minimumSeverity;
		return [
			...changeOfFailure(pair, { before, entry }, { minimum, to }),
			...longUnknown(pair, { before, entry }, { minimum, unknownAfter }),
		];
	});
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

/** Of one control, in two states. */
type Pair = Pick<ReportedChange, "control" | "before" | "after">;

/** `before` and `entry`: the states. The end of a failure is news only for those who were notified of it. */
function changeOfFailure(
	pair: Pair,
	{ before, entry }: Pick<Changes, "before" | "entry">,
	{ minimum, to }: { readonly minimum: Severity; readonly to: Listener | undefined },
): ReportedChange[] {
	const { control } = pair;
	const reported = (kind: ReportedChange["kind"], severity: Severity): ReportedChange[] =>
		compareSeverity(severity, minimum) <= 0 ? [{ ...pair, kind, severity }] : [];
	const ended = (kind: "closed" | "milder", severity: Severity): ReportedChange[] =>
		before === null || to === undefined || wasNotified(control, before, entry, to) ? reported(kind, severity) : [];
	const change = failureChange(pair.before, pair.after, entry.readAt);
	switch (change?.kind) {
		case undefined:
			return [];
		case "opened":
			return reported("failing", change.failure.severity);
		case "worse":
			return reported("worse", change.failure.severity).map((one) => ({ ...one, worseBy: change.worseBy }));
		case "closed":
			return ended("closed", change.known.severity);
		case "same":
			// Its end would not be reported: it is then below the minimum.
			return change.known === undefined || compareSeverity(change.failure.severity, minimum) <= 0
				? []
				: ended("milder", change.known.severity);
	}
}

/** What has become unknown for long since the state before. What was below the minimum then has not been reported. */
function longUnknown(
	pair: Pair,
	{ before: state, entry }: Pick<Changes, "before" | "entry">,
	{ minimum, unknownAfter }: { readonly minimum: Severity; readonly unknownAfter: number },
): ReportedChange[] {
	const { before, after } = pair;
	const isDue = (verdict: RecordedVerdict, at: string): boolean =>
		isLongUnknown(verdict, at, unknownAfter) && compareSeverity(verdict.severity, minimum) <= 0;
	if (after === null || !isDue(after, entry.readAt)) return [];
	const wasReported = before !== null && state !== null && before.since === after.since && isDue(before, state.readAt);
	return wasReported ? [] : [{ ...pair, kind: "unknown", severity: after.severity }];
}
