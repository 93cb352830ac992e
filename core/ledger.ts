import { type BlockRecord, mergeBlocks } from "./block-record.ts";
import type { Destination } from "./destination.ts";
import { arnOf, type Subject } from "./subject.ts";
import {
	type ReportedVulnerability,
	reportableVulnerabilities,
	type Severity,
	type Status,
	statuses,
	type Verdict,
	worstVerdict,
} from "./verdict.ts";

/** The state of one subject in the ledger: the verdict of every control, and when AWS was read for them. */
export interface LedgerEntry {
	readonly subject: Subject;
	readonly arn: string;
	/** Taken just before the first call to AWS, ISO 8601 with milliseconds. The later reading wins. */
	readonly readAt: string;
	/** Fingerprint of the controls and the policy that gave the verdicts. */
	readonly rules: string;
	/** `gone`: the subject no longer exists in AWS, and its findings are closed. */
	readonly state: "present" | "gone";
	readonly controls: Readonly<Record<string, RecordedVerdict>>;
	readonly blocks: readonly BlockRecord[];
	/** Tags of an image, revision of a family: helps people to recognize the subject. */
	readonly about: Readonly<Record<string, string>>;
	/** Where notifications about it go; absent: to the policy's default. Of a subject that is gone: as of the last check that found it. */
	readonly destination?: Destination;
	/** Why routes were passed over that may apply to the subject. */
	readonly unrouted?: string;
	/** Controls with an open failure, by key of a destination that was notified of it; absent without one, and in earlier versions. */
	readonly notified?: Readonly<Record<string, readonly string[]>>;
	/** Written by the first sweep, which reports what it found in one notification. */
	readonly quiet?: true;
	/** AWS did not answer completely: some verdicts are unknown for it, or those of an earlier reading. No event is covered by it. */
	readonly isIncomplete?: true;
	/** Of the facts on which verdicts on other subjects depend (pipeline/dependents.ts). */
	readonly facts?: string;
	/** Nothing is missing that AWS may return the next time; what the verdicts depend on has the subject checked again when it changes. */
	readonly isSettled?: true;
	/** ARNs of images that it uses and that had no entry then: until they have one, no sweep notices what AWS sends no event of. */
	readonly unrecorded?: readonly string[];
	/** `firstFailed` by control, of findings without a verdict here: the subject is gone, the control is off, or waits for its first scan. */
	readonly remembered?: Readonly<Record<string, string>>;
	/** Only if `gone`: when DynamoDB may delete the entry (its TTL attribute), in epoch seconds. */
	readonly expiresAt?: number;
}

/** The verdict of one control on a subject: the worst of those on its containers. */
export interface RecordedVerdict {
	readonly status: Status;
	readonly severity: Severity;
	readonly message: string;
	readonly remediation: string;
	readonly pending: boolean;
	/** Only while pending: the last status that was not pending, which was reported and stays until the result arrives. */
	readonly settled?: Status;
	/** Only while `unknown`: nobody here can resolve it. While pending, of the settled status. */
	readonly isByDesign?: true;
	/** Only while `unknown`: the control that fails for the same reason and is reported instead. While pending, of the settled status. */
	readonly explainedBy?: string;
	/** Only while `unknown`: the failure before it, which no check has ended yet. */
	readonly lastFailure?: Failure;
	/** Containers with this status, in the order of the definition; empty if the subject has no containers. */
	readonly containers: readonly string[];
	readonly fields: Readonly<Record<string, string>>;
	readonly vulnerabilities: readonly ReportedVulnerability[];
	/** When this status began; an unknown one begins anew when somebody can resolve it, or nobody can any more. */
	readonly since: string;
	/** When this control was first `fail`, `waived` or `unknown` for this subject; kept until the entry is deleted. */
	readonly firstFailed: string | null;
}

/** What makes one failure of a control worse than another, apart from its wording. `vulnerabilities` and their counts: if it has any. */
export type Failure = Pick<RecordedVerdict, "severity" | "containers"> &
	Partial<Pick<RecordedVerdict, "vulnerabilities" | "fields">>;

const [maxContainers, daysUntilForgotten] = [50, 90];

/** What a check of one subject found. */
export interface Check extends Pick<LedgerEntry, "destination" | "unrouted" | "facts" | "isSettled" | "unrecorded"> {
	readonly subject: Subject;
	readonly readAt: string;
	readonly rules: string;
	/** Null if the subject does not exist in AWS. */
	readonly verdicts: readonly Verdict[] | null;
	readonly blocks: readonly BlockRecord[];
	readonly about: Readonly<Record<string, string>>;
	/** Newest active revision of a family; null or absent if there is none or it is unknown. */
	readonly newestActive?: number | null;
	/** Ids of controls for which AWS did not answer completely; it will be read again soon. */
	readonly unanswered?: readonly string[];
}

/** The entry after a check, given the entry before it. */
export function entryAfter(previous: LedgerEntry | null, check: Check): LedgerEntry {
	const { verdicts, blocks, newestActive = null, unanswered = [], ...rest } = check;
	const before = previous?.state === "present" ? previous.controls : {};
	const remembered = firstFailuresIn(previous);
	// An incomplete reading does not undo a complete one: it may be of a message that was deleted after another delivery.
	const standing = previous?.rules === check.rules && isAboutSameRevision(previous, check) ? before : {};
	const entry = {
		...rest,
		...(unanswered.length > 0 ? { isIncomplete: true as const } : {}),
		arn: arnOf(check.subject),
		blocks: mergeBlocks(previous?.blocks ?? [], blocks, newestActive),
	};
	if (verdicts === null) {
		const expiresAt = Math.floor(Date.parse(check.readAt) / 1000) + daysUntilForgotten * 86_400;
		const route = previous?.destination === undefined ? {} : { destination: previous.destination };
		return { ...entry, ...route, state: "gone", controls: {}, remembered, expiresAt };
	}
	const controls = Object.fromEntries(
		[...new Set(verdicts.map((verdict) => verdict.control))].map((id) => {
			const ofControl = verdicts.filter((verdict) => verdict.control === id);
			const verdict = foldVerdicts(ofControl, before[id] ?? null, remembered[id] ?? null, check.readAt);
			return [id, unanswered.includes(id) && verdict.status === "unknown" ? (standing[id] ?? verdict) : verdict];
		}),
	);
	const isKept = (id: string) => controls[id] === undefined || (controls[id].pending && previous?.remembered?.[id]);
	const kept = Object.entries(remembered).filter(([id]) => isKept(id));
	return { ...entry, state: "present", controls, ...(kept.length > 0 ? { remembered: Object.fromEntries(kept) } : {}) };
}

const isAboutSameRevision = (one: LedgerEntry, { about }: Check): boolean =>
	["revision", "runs"].every((key) => one.about[key] === about[key]);

/** `firstFailed` of each control, by its id. */
function firstFailuresIn(entry: LedgerEntry | null): Readonly<Record<string, string>> {
	const known = Object.entries(entry?.controls ?? {}).flatMap(([id, { firstFailed }]) =>
		firstFailed === null ? [] : [[id, firstFailed] as const],
	);
	return { ...entry?.remembered, ...Object.fromEntries(known) };
}

function foldVerdicts(
	verdicts: readonly Verdict[],
	before: RecordedVerdict | null,
	firstFailed: string | null,
	readAt: string,
): RecordedVerdict {
	const worst = worstVerdict(verdicts);
	const deciding = verdicts.filter((verdict) => verdict.status === worst.status);
	const messages = [...new Set(deciding.map((verdict) => verdict.message))];
	const remediations = [...new Set([worst, ...deciding].map((verdict) => verdict.remediation))];
	const { status, severity } = worst;
	const pending = deciding.some((verdict) => verdict.pending === true);
	const settled = before === null ? undefined : settledStatusOf(before);
	const lastFailure = status === "unknown" ? openFailureOf(before) : undefined;
	const isByDesign = pending
		? settled === "unknown" && before?.isByDesign === true
		: deciding.every((verdict) => verdict.isByDesign === true);
	const { explainedBy } = pending ? (before ?? {}) : worst;
	const hasLasted = before?.status === status && (before.isByDesign === true) === isByDesign;
	return {
		status,
		severity,
		message: messages.slice(0, maxContainers).join("; "),
		remediation: remediations.slice(0, maxContainers).join(" "),
		pending,
		...(pending && settled !== undefined ? { settled } : {}),
		...(lastFailure === undefined ? {} : { lastFailure }),
		...(isByDesign ? { isByDesign } : {}),
		...(status === "unknown" && explainedBy !== undefined ? { explainedBy } : {}),
		containers: deciding.flatMap((verdict) => verdict.container ?? []).slice(0, maxContainers),
		fields: worst.fields ?? {},
		vulnerabilities: combineVulnerabilities([worst, ...deciding]),
		since: hasLasted ? before.since : readAt,
		firstFailed: firstFailed ?? (isReported(status) && !pending && explainedBy === undefined ? readAt : null),
	};
}

/** Of all containers, what exceeds the maximum first. */
function combineVulnerabilities(verdicts: readonly Verdict[]): readonly ReportedVulnerability[] {
	const all = verdicts.flatMap(({ vulnerabilities = [] }) => vulnerabilities);
	return reportableVulnerabilities(all.toSorted((a, b) => Number(b.isExcess ?? false) - Number(a.isExcess ?? false)));
}

/** The last status that was not pending; undefined if there was none. */
export const settledStatusOf = ({ pending, settled, status }: RecordedVerdict): Status | undefined =>
	pending ? settled : status;

/** Whether a status is reported by itself; the others only end what was reported. */
export const isReported = (status: Status | undefined): boolean =>
	status !== undefined && status !== "pass" && status !== "not-applicable";

/** The failure that the verdict is, or the one that it cannot tell the end of; undefined if there is none. */
export function openFailureOf(verdict: RecordedVerdict | null): Failure | undefined {
	if (verdict?.status !== "fail") return verdict?.lastFailure;
	const { severity, containers, vulnerabilities, fields } = verdict;
	return { severity, containers, ...(vulnerabilities.length > 0 ? { vulnerabilities, fields } : {}) };
}

/** Counts (control, subject) pairs by status. */
export function countByStatus(entries: readonly LedgerEntry[]): Record<Status, number> {
	const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
	for (const { status } of entries.flatMap(({ controls }) => Object.values(controls))) counts[status] += 1;
	return counts;
}
