import type { Ledger, LedgerState } from "../adapters/dynamodb/ledger.ts";
import { TryLaterError } from "../core/errors.ts";
import type { RegisteredRevision } from "../core/event.ts";
import { type Check, entryAfter, isEventCovered, type LedgerEntry, mergeBlocks } from "../core/ledger.ts";
import { arnOf, type Subject } from "../core/subject.ts";
import type { Rules } from "./rules.ts";

/** Why a subject is checked: the time of the event and what it announced. */
export interface Trigger {
	/** ISO 8601; the time of the event. */
	readonly time: string;
	/** The time of the event that announced a scan result; null when it did not announce one. */
	readonly announcedAt: string | null;
	readonly registered: RegisteredRevision | null;
	/** Sent again on purpose, not by AWS: AWS must be read now, regardless of when the event happened. */
	readonly replayed: boolean;
}

/** The result of reading a subject from AWS: verdicts (null when the subject no longer exists) and blocks. */
export interface Observation extends Pick<Check, "verdicts" | "blocks" | "about" | "newestActive"> {
	/** Since when a scan result has been awaited; null when none is. */
	readonly awaitedSince: string | null;
	/** ARNs of subjects that the verdicts depend on. */
	readonly uses?: readonly string[];
	/** Thrown after everything is recorded, for a part that has to be retried. */
	readonly retry?: TryLaterError;
}

export interface CheckPorts {
	readonly ledger: Pick<Ledger, "read" | "write" | "clearIntent" | "link">;
	readonly observe: (subject: Subject, readAt: string, known: LedgerState, trigger: Trigger) => Promise<Observation>;
	readonly rules: Rules;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
}

/** `users`: subjects whose verdicts depend on this one. They are also checked, even if a retry finds this subject done. */
export type CheckOutcome =
	| {
			readonly kind: "recorded";
			readonly entry: LedgerEntry;
			readonly awaitedSince: string | null;
			readonly users: readonly Subject[];
	  }
	| { readonly kind: "skipped"; readonly reason: string; readonly users: readonly Subject[] };

const maxConflicts = 8;

/** Checks one subject and records the result in the ledger. Throws TryLaterError. */
export async function check(subject: Subject, trigger: Trigger, ports: CheckPorts): Promise<CheckOutcome> {
	const arn = arnOf(subject);
	const known = await ports.ledger.read(arn);
	if (isCovered(known, trigger, ports.rules)) {
		const reason = "AWS was already read after this event, with the same rules";
		return { kind: "skipped", reason, users: known.users };
	}
	const readAt = ports.now();
	const { awaitedSince, uses = [], retry, ...seen } = await ports.observe(subject, readAt, known, trigger);
	if (seen.verdicts === null && known.entry === null && seen.blocks.length === 0) {
		return {
			kind: "skipped",
			reason: "the subject does not exist and has no entry in the ledger",
			users: known.users,
		};
	}
	const observe = { subject, readAt, rules: ports.rules.fingerprint, ...seen };
	// Written before the entry, so that the link exists even if the function ends here.
	if (uses.length > 0) await ports.ledger.link(subject, uses);
	const { entry, isLatest } = await record(observe, known.entry, ports);
	if (retry !== undefined) throw retry;
	const settled = new Set([...known.intents, ...seen.blocks].map(({ revision }) => revision));
	for (const revision of settled) await ports.ledger.clearIntent(arn, revision);
	if (isLatest) return { kind: "recorded", entry, awaitedSince, users: known.users };
	if (seen.blocks.length === 0) {
		return { kind: "skipped", reason: "a later reading of AWS is already recorded", users: known.users };
	}
	// The later reading did not include the block, which determines the revision to check.
	return check(subject, { ...trigger, registered: null, replayed: true }, ports);
}

/** A registered revision that was never checked is not covered by a check of a newer one. */
function isCovered({ entry, intents }: LedgerState, trigger: Trigger, rules: Rules): boolean {
	if (trigger.replayed || intents.length > 0 || !isEventCovered(entry, trigger.time, rules.fingerprint)) return false;
	if (trigger.registered === null || entry === null) return true;
	const { revision } = trigger.registered;
	if (entry.blocks.some((block) => block.revision === revision)) return true;
	// A check with another trigger judged it, but could not block it.
	const passed = Object.values(entry.controls).every(({ status }) => status !== "fail");
	return passed && entry.about["revision"] === String(revision);
}

/**
 * Writes the result of a check. If a later reading of AWS is already recorded, its verdicts are kept and only the blocks
 * are added.
 */
async function record(observe: Check, before: LedgerEntry | null, ports: CheckPorts): Promise<Recorded> {
	let previous = before;
	for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
		const isLatest = previous === null || previous.readAt < observe.readAt;
		if (previous !== null && !isLatest && observe.blocks.length === 0) return { entry: previous, isLatest };
		const entry = isLatest ? entryAfter(previous, observe) : addBlocks(previous as LedgerEntry, observe, ports.now());
		const result = await ports.ledger.write(entry, previous?.readAt ?? null);
		if (result.kind === "written") return { entry, isLatest };
		previous = result.stored;
	}
	throw new TryLaterError("the ledger entry kept changing");
}

interface Recorded {
	readonly entry: LedgerEntry;
	/** False if another check read AWS later. */
	readonly isLatest: boolean;
}

/** Clocks differ, but an entry has to be later than the one that it replaces. */
function addBlocks(stored: LedgerEntry, { blocks }: Check, now: string): LedgerEntry {
	const next = new Date(Date.parse(stored.readAt) + 1).toISOString();
	return { ...stored, blocks: mergeBlocks(stored.blocks, blocks), readAt: now > next ? now : next };
}
