import { type LedgerEntry, openFailureOf, type RecordedVerdict } from "../../core/ledger.ts";
import type { Waiver } from "../../core/policy.ts";
import { nameOf } from "../../core/subject.ts";
import { compareSeverity, type Severity, severities } from "../../core/verdict.ts";
import { isExpired } from "../../core/waivers.ts";

/** Number of failures. */
type BySeverity = Readonly<Record<Severity, number>>;

/** The failures that are notified to one destination. */
export interface TeamFailures {
	/** The channel or the name of the webhook; null for the policy's default destination. */
	readonly team: string | null;
	readonly failures: BySeverity;
}

/** A control that fails on a subject. */
export interface OldFailure {
	/** Of the subject, as `repository/payments`. */
	readonly name: string;
	readonly control: string;
	readonly severity: Severity;
	/** When it began to fail, ISO 8601. */
	readonly since: string;
}

/** What changed since the last summary: numbers of failures. */
interface SummaryChanges {
	/** When the last summary was made, ISO 8601. */
	readonly since: string;
	readonly opened: number;
	/** Passes now. */
	readonly fixed: number;
	/** Ended without a pass: waived, removed, or not checked any more. */
	readonly ended: number;
}

/** What is in the ledger at a time. */
export interface Summary {
	/** ISO 8601. */
	readonly at: string;
	/** Whether all entries were read; otherwise the numbers are too low. */
	readonly isComplete: boolean;
	/** Number of subjects that exist. */
	readonly subjects: number;
	readonly failures: BySeverity;
	readonly unknown: number;
	readonly waived: number;
	/** Those with failures, worst first. */
	readonly teams: readonly TeamFailures[];
	/** Null if it is not known: there was no complete summary before, or this one is not. */
	readonly changes: SummaryChanges | null;
	/** Oldest first; the first ten. */
	readonly oldest: readonly OldFailure[];
	/** Waivers of the policy that end within 14 days, the first to end first. */
	readonly waivers: readonly Pick<Waiver, "control" | "resource" | "owner" | "expires">[];
}

/** Of the id of a failure, in characters of base64url: six bytes. */
export const failureIdLength = 8;

/** What the next summary is compared with. */
export interface SummaryBase {
	/** When the summary was made, ISO 8601. */
	readonly at: string;
	/** The failures of which no check had found the end, by their ids; null if they are not known. */
	readonly open: readonly string[] | null;
}

export interface CountedSummary {
	readonly summary: Summary;
	/** For the next summary. */
	readonly base: SummaryBase;
}

interface Counter {
	/** Counts the verdicts in a page of the ledger's entries. */
	readonly add: (entries: readonly LedgerEntry[]) => void;
	/** `at`: ISO 8601; `isComplete`: all entries were added. */
	readonly result: (at: string, isComplete: boolean, waivers: readonly Waiver[]) => CountedSummary;
}

const [maxOldest, waiverDays, dayMs] = [10, 14, 86_400_000];

/** Counts what a summary says. `idOf`: an id of a text, as long as `failureIdLength`. */
export function summaryCounter(last: SummaryBase | null, idOf: (text: string) => string): Counter {
	const before = new Set(last?.open);
	const open = new Set<string>();
	const teams = new Map<string | null, Record<Severity, number>>();
	let [subjects, unknown, waived, fixed] = [0, 0, 0, 0];
	let oldest: readonly OldFailure[] = [];
	const count = (entry: LedgerEntry, control: string, verdict: RecordedVerdict): void => {
		const id = idOf(`${entry.arn} ${control}`);
		// A failure that cannot be judged any more has not ended.
		if (openFailureOf(verdict) !== undefined) open.add(id);
		if (verdict.status === "unknown") unknown += 1;
		if (verdict.status === "waived") waived += 1;
		if (verdict.status === "pass" && before.has(id)) fixed += 1;
		if (verdict.status !== "fail") return;
		const team = entry.destination?.channel ?? entry.destination?.webhook ?? null;
		const ofTeam = teams.get(team) ?? none();
		ofTeam[verdict.severity] += 1;
		teams.set(team, ofTeam);
	};
	return {
		add: (entries) => {
			const present = entries.filter(({ state }) => state === "present");
			subjects += present.length;
			for (const entry of present)
				for (const [control, verdict] of Object.entries(entry.controls)) count(entry, control, verdict);
			oldest = [...oldest, ...present.flatMap(failuresOf)].sort(compareAge).slice(0, maxOldest);
		},
		result: (at, isComplete, waivers) => {
			const isComparable = isComplete && last !== null && last.open !== null;
			const opened = [...open].filter((id) => !before.has(id)).length;
			const ended = [...before].filter((id) => !open.has(id)).length - fixed;
			const byTeam = [...teams].map(([team, failures]) => ({ team, failures }));
			const summary = {
				...{ at, isComplete, subjects, unknown, waived, oldest },
				failures: bySeverity((severity) => byTeam.reduce((sum, { failures }) => sum + failures[severity], 0)),
				teams: byTeam.sort(compareTeams),
				changes: isComparable ? { since: last.at, opened, fixed, ended } : null,
				waivers: endingWaivers(waivers, at),
			};
			return { summary, base: { at, open: isComplete ? [...open].sort() : null } };
		},
	};
}

const bySeverity = (of: (severity: Severity) => number) =>
	Object.fromEntries(severities.map((severity) => [severity, of(severity)])) as Record<Severity, number>;

const none = () => bySeverity(() => 0);

const failuresOf = ({ subject, controls }: LedgerEntry): OldFailure[] =>
	Object.entries(controls).flatMap(([control, { status, severity, since }]) =>
		status === "fail" ? [{ name: nameOf(subject), control, severity, since }] : [],
	);

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);

const compareAge = (a: OldFailure, b: OldFailure): number =>
	compareText(a.since, b.since) ||
	compareSeverity(a.severity, b.severity) ||
	compareText(a.name, b.name) ||
	compareText(a.control, b.control);

/** By the number of CRITICAL failures, then by that of HIGH ones, and so on. */
function compareTeams(a: TeamFailures, b: TeamFailures): number {
	const differing = severities.find((severity) => a.failures[severity] !== b.failures[severity]);
	if (differing !== undefined) return b.failures[differing] - a.failures[differing];
	return compareText(a.team ?? "", b.team ?? "");
}

function endingWaivers(waivers: readonly Waiver[], at: string): Summary["waivers"] {
	const until = new Date(Date.parse(at) + waiverDays * dayMs).toISOString().slice(0, "2026-11-21".length);
	return waivers
		.filter((waiver) => !isExpired(waiver, at) && waiver.expires <= until)
		.map(({ control, resource, owner, expires }) => ({ control, resource, owner, expires }))
		.sort((a, b) => compareText(a.expires, b.expires) || compareText(a.control, b.control));
}
