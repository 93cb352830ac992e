import type { Ledger, LedgerState } from "../adapters/dynamodb/ledger.ts";
import type { BlockRecord } from "../core/block-record.ts";
import { TryLaterError } from "../core/errors.ts";
import { type Check, entryAfter, type LedgerEntry } from "../core/ledger.ts";
import { arnOf, type Subject } from "../core/subject.ts";
import type { BlockCandidate } from "../domain/blocks/intent.ts";
import { hasFailedBlock, isCovered } from "./covered.ts";
import type { ImageNow } from "./dependents.ts";
import { type RecordPorts, readingTime, record } from "./record.ts";
import type { Rules } from "./rules.ts";
import type { Trigger } from "./trigger.ts";
import { aboutUntagged } from "./untagged-image.ts";

/** The result of reading a subject from AWS: verdicts (null when the subject no longer exists) and blocks. */
export interface Observation
	extends Pick<Check, "verdicts" | "blocks" | "about" | "destination" | "unrouted">,
		Pick<Check, "newestActive" | "unanswered" | "facts" | "isSettled"> {
	/** Since when a scan result has been awaited; null when none is. */
	readonly awaitedSince: string | null;
	/** Registered revisions that cannot be decided about before a scan result arrives. */
	readonly undecided?: readonly BlockCandidate[];
	/** ARNs of subjects that the verdicts depend on. */
	readonly uses?: readonly string[];
	/** Of an image, now. */
	readonly image?: ImageNow;
	/** Thrown after everything is recorded, for a part that has to be retried. */
	readonly retry?: TryLaterError;
}

export interface CheckPorts extends RecordPorts {
	readonly ledger: Pick<
		Ledger,
		"read" | "write" | "clearIntent" | "recordCandidate" | "clearCandidate" | "link" | "users"
	>;
	readonly observe: (subject: Subject, readAt: string, known: LedgerState, trigger: Trigger) => Promise<Observation>;
	/** Has the subjects checked that depend on this one, before its new entry is written. They read AWS, not the entry. */
	readonly recheckUsers: (before: LedgerEntry | null, after: LedgerEntry, image: ImageNow | null) => Promise<void>;
	readonly rules: Rules;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
}

export type CheckOutcome =
	| {
			readonly kind: "recorded";
			readonly entry: LedgerEntry;
			/** Attempts to block that were made by this check. */
			readonly blocks: readonly BlockRecord[];
			readonly awaitedSince: string | null;
			/** A part could not be done; the message has to be returned to the queue. */
			readonly retry?: TryLaterError;
	  }
	| { readonly kind: "skipped"; readonly reason: string };

const maxRounds = 4;

/** Checks one subject and records the result in the ledger. Throws TryLaterError. */
export async function check(subject: Subject, trigger: Trigger, ports: CheckPorts): Promise<CheckOutcome> {
	let current = trigger;
	const blocks: BlockRecord[] = [];
	for (let round = 1; round <= maxRounds; round++) {
		const { outcome, isLatest } = await checkOnce(subject, current, ports);
		if (outcome.kind === "skipped") return outcome;
		blocks.push(...outcome.blocks);
		if (outcome.retry !== undefined || isLatest) return { ...outcome, blocks };
		// The reading that counts did not include a block, which determines the revision to check, or left something unknown.
		// The intents stay until then.
		current = { ...trigger, registered: [], replayed: true };
	}
	throw new TryLaterError("other checks of the subject kept overtaking this one");
}

interface Round {
	readonly outcome: CheckOutcome;
	/**
	 * False if another check read AWS later and only the blocks of this one were added to its result, or if another check has recorded
	 * a block since this one began.
	 */
	readonly isLatest: boolean;
}

async function checkOnce(subject: Subject, trigger: Trigger, ports: CheckPorts): Promise<Round> {
	const arn = arnOf(subject);
	const known = await ports.ledger.read(arn);
	const skipped = (reason: string): Round => ({ outcome: { kind: "skipped", reason }, isLatest: true });
	if (isCovered(known, trigger, ports.rules))
		return skipped("AWS was already read after this event, with the same rules");
	const readAt = readingTime(ports.now(), known.entry);
	const {
		awaitedSince,
		undecided = [],
		uses = [],
		image = null,
		retry,
		...seen
	} = await ports.observe(subject, readAt, known, trigger);
	const blocks = [...(trigger.decided ?? []), ...seen.blocks];
	const heldBack = await aboutUntagged({ subject, readAt, about: seen.about }, known.entry, ports.ledger);
	const unrecorded = seen.isSettled === true ? await withoutEntry(uses, ports) : [];
	const found = {
		...{ subject, readAt, rules: ports.rules.fingerprint, ...seen, blocks },
		about: { ...seen.about, ...heldBack },
		...(unrecorded.length > 0 ? { unrecorded } : {}),
	};
	// Before the entry, which covers this event: if the function ends here, all of it is done again.
	await ports.recheckUsers(known.entry, entryAfter(known.entry, found), image);
	if (uses.length > 0) await ports.ledger.link(subject, uses);
	await rememberCandidates(arn, known, undecided, ports);
	const { entry, isLatest } = await record(found, known.entry, ports);
	const recorded = { kind: "recorded", entry, blocks: seen.blocks, awaitedSince } as const;
	if (retry !== undefined) return { outcome: { ...recorded, retry }, isLatest };
	await forgetDecided(arn, known, undecided, ports);
	const isFinished =
		seen.blocks.length === 0 && undecided.length === 0 && isSettled(entry, seen.verdicts, awaitedSince);
	if (!isLatest && isFinished) return skipped("a later reading of AWS is already recorded");
	if (isLatest) {
		const settled = new Set(
			[...known.intents, ...seen.blocks.filter(isDeregistration)].map(({ revision }) => revision),
		);
		for (const revision of settled) await ports.ledger.clearIntent(arn, revision);
	}
	return { outcome: recorded, isLatest: isLatest && !wasBlockedMeanwhile(entry, known.entry, seen.blocks) };
}

const isDeregistration = ({ action }: BlockRecord): boolean => action === "deregister";

/** Those that a sweep may not check: it checks every subject with an entry, but an image without a tag that has none is in no list. */
export async function withoutEntry(
	arns: readonly string[],
	{ ledger }: Pick<CheckPorts, "ledger">,
): Promise<readonly string[]> {
	const states = await Promise.all(arns.map((arn) => ledger.read(arn)));
	return arns.filter((_, at) => states[at]?.entry?.state !== "present");
}

/** Whether another check has recorded a block that this one did not know when it chose the revision to judge. */
function wasBlockedMeanwhile(entry: LedgerEntry, before: LedgerEntry | null, own: readonly BlockRecord[]): boolean {
	const isDone = (block: BlockRecord): boolean => isDeregistration(block) && block.outcome === "done";
	const known = new Set([...(before?.blocks ?? []), ...own].filter(isDone).map(({ resource }) => resource));
	return entry.blocks.some((block) => isDone(block) && block.over !== true && !known.has(block.resource));
}

/** So that a revision which waits for a scan is decided about even if it is no longer the newest one by then. */
async function rememberCandidates(
	arn: string,
	known: LedgerState,
	undecided: readonly BlockCandidate[],
	{ ledger }: CheckPorts,
): Promise<void> {
	const remembered = new Set(known.candidates.map(({ revision }) => revision));
	const added = undecided.filter(({ revision }) => !remembered.has(revision));
	for (const candidate of added) await ledger.recordCandidate(arn, candidate);
}

async function forgetDecided(
	arn: string,
	known: LedgerState,
	undecided: readonly BlockCandidate[],
	{ ledger }: CheckPorts,
): Promise<void> {
	const waiting = new Set(undecided.map(({ revision }) => revision));
	const decided = known.candidates.filter(({ revision }) => !waiting.has(revision));
	for (const { revision } of decided) await ledger.clearCandidate(arn, revision);
}

/**
 * Whether a later reading needs nothing more from a check that was overtaken by it: it is complete, no block has failed, and it left nothing
 * unknown that this check has found, or that a scan result which it waits for may resolve.
 */
function isSettled(entry: LedgerEntry, verdicts: Check["verdicts"], awaitedSince: string | null): boolean {
	const unknowns = new Set(verdicts?.flatMap(({ control, status }) => (status === "unknown" ? control : [])));
	const needsMore = (id: string) => awaitedSince !== null || !unknowns.has(id);
	const { controls, isIncomplete } = entry;
	return (
		!hasFailedBlock(entry) &&
		isIncomplete !== true &&
		!Object.entries(controls).some(([id, { status }]) => status === "unknown" && needsMore(id))
	);
}
