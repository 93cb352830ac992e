import { arnOf, type Subject } from "./subject.ts";
import {
	type ReportedVulnerability,
	type Severity,
	type Status,
	statuses,
	type Verdict,
	worstVerdict,
} from "./verdict.ts";

/** What the ledger holds of one subject: the verdict of every control on it, and when AWS was read for them. */
export interface LedgerEntry {
	readonly subject: Subject;
	readonly arn: string;
	/** Taken just before the first call of the gathering, ISO 8601 with milliseconds: the later reading wins. */
	readonly readAt: string;
	/** Fingerprint of the rules and the policy that judged. */
	readonly rules: string;
	/** `gone`: AWS no longer knows the subject; its findings are closed. */
	readonly state: "present" | "gone";
	readonly controls: Readonly<Record<string, RecordedVerdict>>;
	readonly blocks: readonly BlockRecord[];
	/** Tags of an image, revision of a family: what people need to recognise the subject. */
	readonly about: Readonly<Record<string, string>>;
	/** Only on entries of what is gone: `firstFailed` by control, so that a subject that comes back keeps its findings. */
	readonly remembered?: Readonly<Record<string, string>>;
	/** Epoch seconds at which DynamoDB may forget the entry (its TTL attribute); only on entries of what is gone. */
	readonly expiresAt?: number;
}

/** All containers' verdicts of one control, folded: the worst decides. */
export interface RecordedVerdict {
	readonly status: Status;
	readonly severity: Severity;
	readonly message: string;
	readonly remediation: string;
	readonly pending: boolean;
	/** Only while pending: the last status that was not. It is what was told, and stands until the answer is there. */
	readonly settled?: Status;
	/** Containers with the status that decided, in the order of the definition; empty for what has none. */
	readonly containers: readonly string[];
	readonly fields: Readonly<Record<string, string>>;
	readonly vulnerabilities: readonly ReportedVulnerability[];
	/** When this status began. */
	readonly since: string;
	/** When this control first failed, was waived or could not be judged on this subject; kept until the subject is forgotten. */
	readonly firstFailed: string | null;
}

type BlockOutcome = "done" | "would-have" | "failed" | "gone" | "protected";

/** One attempt to stop a deploy. */
export interface BlockRecord {
	readonly action: "deregister";
	/** ARN of the revision. */
	readonly resource: string;
	readonly revision: number;
	/** Ids of the blocking controls that failed. */
	readonly because: readonly string[];
	readonly at: string;
	readonly outcome: BlockOutcome;
	/** Why it failed, or why nothing was done. */
	readonly reason?: string;
	/** A later revision has been active since: the block says nothing about the family any more, whatever becomes of that one. */
	readonly over?: true;
}

const maxContainers = 50;
const maxBlocks = 20;
const daysUntilForgotten = 90;

export interface Check {
	readonly subject: Subject;
	readonly readAt: string;
	readonly rules: string;
	/** Null when AWS says that the subject does not exist. */
	readonly verdicts: readonly Verdict[] | null;
	readonly blocks: readonly BlockRecord[];
	readonly about: Readonly<Record<string, string>>;
	/** Of a family; null or absent when there is none, or nobody knows. */
	readonly newestActive?: number | null;
}

/** The entry that a look at AWS leads to, given what was known before. */
export function entryAfter(previous: LedgerEntry | null, look: Check): LedgerEntry {
	const { verdicts, blocks, newestActive = null, ...rest } = look;
	const before = previous?.state === "present" ? previous.controls : {};
	const remembered = rememberedIn(previous);
	const entry = {
		...rest,
		arn: arnOf(look.subject),
		blocks: mergeBlocks(previous?.blocks ?? [], blocks, newestActive),
	};
	if (verdicts === null) {
		const expiresAt = Math.floor(Date.parse(look.readAt) / 1000) + daysUntilForgotten * 86_400;
		return { ...entry, state: "gone", controls: {}, remembered, expiresAt };
	}
	const ids = [...new Set(verdicts.map((verdict) => verdict.control))];
	const controls = Object.fromEntries(
		ids.map((id) => {
			const ofControl = verdicts.filter((verdict) => verdict.control === id);
			return [id, recorded(ofControl, before[id] ?? null, remembered[id] ?? null, look.readAt)];
		}),
	);
	return { ...entry, state: "present", controls };
}

/** When each control first did not pass. */
function rememberedIn(entry: LedgerEntry | null): Readonly<Record<string, string>> {
	const known = Object.entries(entry?.controls ?? {}).flatMap(([id, { firstFailed }]) =>
		firstFailed === null ? [] : [[id, firstFailed] as const],
	);
	return { ...entry?.remembered, ...Object.fromEntries(known) };
}

function recorded(
	verdicts: readonly Verdict[],
	before: RecordedVerdict | null,
	firstFailed: string | null,
	readAt: string,
): RecordedVerdict {
	const worst = worstVerdict(verdicts);
	const alike = verdicts.filter((verdict) => verdict.status === worst.status);
	const messages = [...new Set(alike.map((verdict) => verdict.message))];
	const remediations = [...new Set([worst, ...alike].map((verdict) => verdict.remediation))];
	const { status, severity } = worst;
	const pending = alike.some((verdict) => verdict.pending === true);
	const settled = before === null ? undefined : settledStatusOf(before);
	return {
		status,
		severity,
		message: messages.slice(0, maxContainers).join("; "),
		remediation: remediations.slice(0, maxContainers).join(" "),
		pending,
		...(pending && settled !== undefined ? { settled } : {}),
		containers: alike.flatMap((verdict) => verdict.container ?? []).slice(0, maxContainers),
		fields: worst.fields ?? {},
		vulnerabilities: worst.vulnerabilities ?? [],
		since: before?.status === status ? before.since : readAt,
		firstFailed: firstFailed ?? (pending || status === "pass" || status === "not-applicable" ? null : readAt),
	};
}

/** The status that was last told or need not be; undefined when nothing but a pending look ever was. */
export function settledStatusOf(verdict: RecordedVerdict): Status | undefined {
	return verdict.pending ? verdict.settled : verdict.status;
}

/** Newest last; a new outcome for the same revision replaces the old one, but what was once done stays done. */
export function mergeBlocks(
	old: readonly BlockRecord[],
	fresh: readonly BlockRecord[],
	newestActive: number | null = null,
): readonly BlockRecord[] {
	const done = new Set(old.filter((block) => block.outcome === "done").map((block) => block.resource));
	const news = fresh.filter((block) => !done.has(block.resource));
	const replaced = new Set(news.map((block) => block.resource));
	const isOver = ({ outcome, revision }: BlockRecord) => outcome === "done" && (newestActive ?? 0) > revision;
	return [...old.filter((block) => !replaced.has(block.resource)), ...news]
		.map((block) => (isOver(block) ? ({ ...block, over: true } as const) : block))
		.slice(-maxBlocks);
}

/** (control, subject) pairs by status. */
export function countByStatus(entries: readonly LedgerEntry[]): Record<Status, number> {
	const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
	for (const entry of entries) {
		for (const verdict of Object.values(entry.controls)) counts[verdict.status] += 1;
	}
	return counts;
}

/** Event times are whole seconds, and AWS's answers may lag behind its events: together the margin before a look covers an event. */
const marginMs = 6_000;

/**
 * Whether an event tells nothing new: AWS was read well after it happened, the same rules judged, nothing was left
 * unknown and no block is still owed. A flood of events about one subject is one look.
 */
export function covers(entry: LedgerEntry | null, eventTime: string, rules: string): boolean {
	if (entry === null || entry.rules !== rules) return false;
	if (Object.values(entry.controls).some((verdict) => verdict.status === "unknown")) return false;
	if (entry.blocks.some((block) => block.outcome === "failed")) return false;
	return Date.parse(eventTime) + marginMs < Date.parse(entry.readAt);
}
