import type { SQSRecord } from "aws-lambda";
import type { Arrivals } from "../../adapters/dynamodb/arrivals.ts";
import type { Ledger, LedgerState } from "../../adapters/dynamodb/ledger.ts";
import type { RunningSweep } from "../../adapters/dynamodb/sweep-state.ts";
import type { SweptEntries } from "../../adapters/dynamodb/swept-entries.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import { changesBetween, isEmpty } from "../../domain/changes.ts";
import { aliveFrom, type WatchedKind } from "../arrivals.ts";
import { type BatchPorts, beforeTimeIsUp, type Checked, checkBatch, type TimeLimit } from "../batch.ts";
import { withoutEntry } from "../check.ts";
import { haveFactsChanged } from "../dependents.ts";
import { awaitsFirstCheck } from "../earlier-rules.ts";
import type { SweptSubject } from "./messages.ts";
import { sweepLedger } from "./sweep-ledger.ts";
import { isUnchanged } from "./unchanged-family.ts";

export interface SweptCheckPorts extends BatchPorts {
	readonly ledger: BatchPorts["ledger"] & Pick<Ledger, "read">;
	readonly entries: Pick<SweptEntries, "touch">;
	readonly arrivals: Pick<Arrivals, "missed">;
}

/** The subjects of one message. */
export interface SweptMessage {
	readonly record: SQSRecord;
	readonly subjects: readonly SweptSubject[];
	/** When the sweep started, ISO 8601. */
	readonly sweep: string;
}

const readsAtOnce = 20;

/**
 * Checks the subjects of a sweep's messages, except for families that have not changed, which are only marked as seen. Returns the
 * results by ARN; a subject without one needs nothing more. `current`: the sweep that is running.
 */
export async function checkSwept(
	messages: readonly SweptMessage[],
	current: RunningSweep | null,
	time: TimeLimit,
	ports: SweptCheckPorts,
): Promise<ReadonlyMap<string, Checked>> {
	const seen = new Set<string>();
	const isFirst = current?.isFirst === true;
	const missed = async (kind: WatchedKind, subject: string): Promise<void> => {
		if (current?.isComparable !== true) return;
		const at = ports.now();
		await ports.arrivals.missed(kind, { subject, at }, aliveFrom(at));
	};
	const { ledger, undecided, remember } = sweepLedger(ports.ledger, { isFirst, missed });
	// The first sweep reads every family.
	const listed = isFirst ? [] : newestOf(messages.flatMap(({ subjects }) => subjects));
	await mapConcurrently(readsAtOnce, listed, async ({ subject, revision }) => {
		const state = await stateOf(subject, time, ports);
		if (state === null) return;
		if (await isSeen(subject, revision, state, time, ports)) seen.add(arnOf(subject));
		else remember(arnOf(subject), state);
	});
	const due = messages.map(({ record, subjects, sweep }) => ({
		record,
		subjects: subjects.map(({ subject }) => subject).filter((subject) => !seen.has(arnOf(subject))),
		// Nothing is registered, so nothing is blocked.
		trigger: { time: sweep, announcedAt: null, registered: [], replayed: false },
	}));
	const affectsUsers: BatchPorts["affectsUsers"] = (before, after, image) => {
		// The first sweep checks the users too, so only what has happened since it started may have been different then.
		if (isFirst && (before === null || awaitsFirstCheck(before)))
			return isSince(image?.changedAt ?? null, current.startedAt);
		return haveFactsChanged(before, after) ?? !isEmpty(changesBetween(before, after));
	};
	const checked = await checkBatch(due, time, { ...ports, ledger, affectsUsers });
	// Their routes decide about blocks and wait for scans.
	const forRoutes = due
		.flatMap(({ subjects }) => subjects)
		.filter((subject) => undecided.has(arnOf(subject)) || waits(checked.get(arnOf(subject))));
	if (forRoutes.length > 0) await beforeTimeIsUp(time, () => ports.recheck(forRoutes));
	return checked;
}

interface ListedFamily {
	readonly subject: Subject;
	readonly revision: number;
}

/**
 * The families of a batch with the highest revision that a list named: a page that was read again may name a newer one. Without those
 * that a message names without a revision, because they have to be read.
 */
function newestOf(subjects: readonly SweptSubject[]): readonly ListedFamily[] {
	const named = [...Map.groupBy(subjects, ({ subject }) => arnOf(subject)).values()];
	return named.flatMap((all) => {
		const revisions = all.flatMap(({ revision }) => revision ?? []);
		const [first] = all;
		if (first === undefined || revisions.length < all.length) return [];
		return { subject: first.subject, revision: Math.max(...revisions) };
	});
}

/** AWS's clock may be behind that of the function. */
const clockMs = 60_000;

const isSince = (time: string | null, start: string): boolean =>
	time !== null && Date.parse(time) >= Date.parse(start) - clockMs;

const waits = (outcome: Checked | undefined): boolean => outcome?.kind === "recorded" && outcome.awaitedSince !== null;

/** Null if it could not be read; the check reads it again then. */
async function stateOf(
	subject: Subject,
	time: TimeLimit,
	{ ledger }: Pick<SweptCheckPorts, "ledger">,
): Promise<LedgerState | null> {
	try {
		return await beforeTimeIsUp(time, () => ledger.read(arnOf(subject)));
	} catch {
		return null;
	}
}

/** If this fails, the subject is checked. */
async function isSeen(
	subject: Subject,
	revision: number,
	known: LedgerState,
	time: TimeLimit,
	{ entries, ledger, rules, now, telemetry }: SweptCheckPorts,
): Promise<boolean> {
	const arn = arnOf(subject);
	const at = now();
	if (known.entry === null || !isUnchanged(known, revision, at, rules)) return false;
	const { readAt, unrecorded = [] } = known.entry;
	try {
		if ((await beforeTimeIsUp(time, () => withoutEntry(unrecorded, { ledger }))).length > 0) return false;
		if (!(await beforeTimeIsUp(time, () => entries.touch(arn, readAt, at)))) return false;
	} catch {
		return false;
	}
	telemetry.skipped(arn, "its newest active revision is the one that was checked");
	return true;
}
