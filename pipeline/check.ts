import type { Ledger, LedgerState } from "../adapters/dynamodb/ledger.ts";
import { type BlockCandidate, findActiveBlock } from "../core/block.ts";
import { TryLaterError } from "../core/errors.ts";
import {
	type BlockRecord,
	type Check,
	entryAfter,
	isEventCovered,
	type LedgerEntry,
	mergeBlocks,
} from "../core/ledger.ts";
import { arnOf, type Subject } from "../core/subject.ts";
import type { Rules } from "./rules.ts";

/** Why a subject is checked: the time of the event and what it announced. */
export interface Trigger {
	/** ISO 8601; the time of the event. */
	readonly time: string;
	/** The time of the event that announced a scan result; null when it did not announce one. */
	readonly announcedAt: string | null;
	/** Revisions of the family that the events report as registered. No other revision can be blocked. */
	readonly registered: readonly BlockCandidate[];
	/** Sent again on purpose, not by AWS: AWS must be read now, regardless of when the event happened. */
	readonly replayed: boolean;
}

/** The result of reading a subject from AWS: verdicts (null when the subject no longer exists) and blocks. */
export interface Observation extends Pick<Check, "verdicts" | "blocks" | "about" | "newestActive"> {
	/** Since when a scan result has been awaited; null when none is. */
	readonly awaitedSince: string | null;
	/** Registered revisions that cannot be decided about before a scan result arrives. */
	readonly undecided?: readonly BlockCandidate[];
	/** ARNs of subjects that the verdicts depend on. */
	readonly uses?: readonly string[];
	/** Thrown after everything is recorded, for a part that has to be retried. */
	readonly retry?: TryLaterError;
}

export interface CheckPorts {
	readonly ledger: Pick<Ledger, "read" | "write" | "clearIntent" | "recordCandidate" | "clearCandidate" | "link">;
	readonly observe: (subject: Subject, readAt: string, known: LedgerState, trigger: Trigger) => Promise<Observation>;
	readonly rules: Rules;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
	/** Waits for a random time that grows with the number of conflicts, so that concurrent writers do not meet again. */
	readonly backOff: (conflicts: number) => Promise<void>;
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
const maxConflicts = 12;

/** Checks one subject and records the result in the ledger. Throws TryLaterError. */
export async function check(subject: Subject, trigger: Trigger, ports: CheckPorts): Promise<CheckOutcome> {
	let current = trigger;
	const blocks: BlockRecord[] = [];
	for (let round = 1; round <= maxRounds; round++) {
		const { outcome, isLatest } = await checkOnce(subject, current, ports);
		if (outcome.kind === "skipped") return outcome;
		blocks.push(...outcome.blocks);
		if (outcome.retry !== undefined || isLatest) return { ...outcome, blocks };
		// A later reading of AWS did not include the block, which determines the revision to check, or what is waited for. The
		// intents stay until then.
		current = { ...trigger, registered: [], replayed: true };
	}
	throw new TryLaterError("other checks of the subject kept overtaking this one");
}

interface Round {
	readonly outcome: CheckOutcome;
	/** False if another check read AWS later and only the blocks of this one were added to its result. */
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
		retry,
		...seen
	} = await ports.observe(subject, readAt, known, trigger);
	if (seen.verdicts === null && known.entry === null && seen.blocks.length === 0) {
		return skipped("the subject does not exist and has no entry in the ledger");
	}
	// Written before the entry, so that they exist even if the function ends here.
	if (uses.length > 0) await ports.ledger.link(subject, uses);
	await rememberCandidates(arn, known, undecided, ports);
	const { entry, isLatest } = await record(
		{ subject, readAt, rules: ports.rules.fingerprint, ...seen },
		known.entry,
		ports,
	);
	const recorded = { kind: "recorded", entry, blocks: seen.blocks, awaitedSince } as const;
	if (retry !== undefined) return { outcome: { ...recorded, retry }, isLatest };
	await forgetDecided(arn, known, undecided, ports);
	// The later reading did not know of the announced result, or of the registered revision, that this check waits for.
	const waits = undecided.length > 0 || (awaitedSince !== null && isPending(entry));
	if (!isLatest && seen.blocks.length === 0 && !waits) return skipped("a later reading of AWS is already recorded");
	if (isLatest) {
		const settled = new Set([...known.intents, ...seen.blocks].map(({ revision }) => revision));
		for (const revision of settled) await ports.ledger.clearIntent(arn, revision);
	}
	return { outcome: recorded, isLatest };
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

/** A registered revision that was never checked is not covered by a check of a newer one. */
function isCovered({ entry, intents, candidates }: LedgerState, trigger: Trigger, rules: Rules): boolean {
	if (trigger.replayed || intents.length > 0 || candidates.length > 0) return false;
	if (entry === null || !isEventCovered(entry, trigger.time, rules.fingerprint)) return false;
	// While a block is active, the blocked revision is the one to judge. This entry is still about another one.
	const block = findActiveBlock(entry.blocks, null, entry.readAt, rules.policy);
	if (block !== null && entry.about["revision"] !== String(block.revision)) return false;
	return trigger.registered.every(({ revision }) => {
		if (entry.blocks.some((known) => known.revision === revision)) return true;
		// A check with another trigger judged it, but could not block it.
		const passed = Object.values(entry.controls).every(({ status }) => status !== "fail");
		return passed && entry.about["revision"] === String(revision);
	});
}

/**
 * Writes the result of a check. If a later reading of AWS is already recorded, its verdicts are kept and only the blocks
 * are added.
 */
async function record(observe: Check, before: LedgerEntry | null, ports: CheckPorts): Promise<Recorded> {
	let previous = before;
	for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
		if (conflicts > 0) await ports.backOff(conflicts);
		const isLatest = previous === null || previous.readAt < observe.readAt;
		if (previous !== null && !isLatest && observe.blocks.length === 0) return { entry: previous, isLatest };
		const entry = isLatest ? entryAfter(previous, observe) : addBlocks(previous as LedgerEntry, observe);
		const result = await ports.ledger.write(entry, previous?.readAt ?? null);
		if (result.kind === "written") return { entry, isLatest };
		previous = result.stored;
	}
	throw new TryLaterError("the ledger entry kept changing");
}

const isPending = ({ controls }: LedgerEntry): boolean => Object.values(controls).some(({ pending }) => pending);

interface Recorded {
	readonly entry: LedgerEntry;
	/** False if another check read AWS later. */
	readonly isLatest: boolean;
}

/** An entry has to be later than the one that it replaces; by no more, because its verdicts are still those of that reading. */
function addBlocks(stored: LedgerEntry, { blocks }: Check): LedgerEntry {
	return { ...stored, blocks: mergeBlocks(stored.blocks, blocks), readAt: justAfter(stored) };
}

/** AWS is read after the recorded entry was written, so this reading is later, even if the clock of this machine says otherwise. */
function readingTime(now: string, recorded: LedgerEntry | null): string {
	if (recorded === null || recorded.readAt < now) return now;
	return justAfter(recorded);
}

const justAfter = ({ readAt }: LedgerEntry): string => new Date(Date.parse(readAt) + 1).toISOString();
