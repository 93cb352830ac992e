import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Ledger } from "../adapters/dynamodb/ledger.ts";
import type { RejectionRecords } from "../adapters/dynamodb/published.ts";
import { messageOf, TryLaterError } from "../core/errors.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { mapConcurrently } from "../core/map-concurrently.ts";
import { type Change, type OpenSink, type Outcome, tooEarly } from "./sink.ts";
import { storeUndeliveredItems, type UndeliveredPorts } from "./store-undelivered.ts";
import { changesToHold, isOverdue, type RecordContent, type RecordPorts, readRecord } from "./stream-records.ts";
import type { StreamTelemetry } from "./stream-telemetry.ts";

export interface Ports extends RecordPorts, UndeliveredPorts {
	readonly sink: string;
	readonly ledger: Pick<Ledger, "publishedAt" | "confirm"> & RejectionRecords;
	readonly telemetry: StreamTelemetry;
}

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Handles a batch of the ledger's stream. Every record ends in one of three ways: confirmed in the ledger, moved to the
 * dead-letter queue, or reported as failed. Lambda retries from the first failed record; later records that were confirmed are
 * then no-ops. Powertools' batch processor passes on one record at a time, so it cannot import a hundred findings in one call.
 */
export function streamReader(open: OpenSink, ports: Ports): Handler {
	return async ({ Records }) => {
		try {
			const readings = await Promise.all(Records.map((record) => readRecord(record, ports)));
			const results = await resultsOf(Records, readings, open, ports);
			const firstRetried = results.findIndex(({ isRetried }) => isRetried);
			const batch: Batch = { failed: [], held: new Set(), undelivered: new Set(), stored: new Set() };
			for (const [at, result] of results.entries()) {
				const last = results.findLastIndex(({ outcome }) => outcome === result.outcome);
				const comesAgain = firstRetried >= 0 && (at > firstRetried || last > firstRetried);
				await settle({ ...result, comesAgain }, batch, ports);
			}
			return { batchItemFailures: batch.failed.map((itemIdentifier) => ({ itemIdentifier })) };
		} finally {
			ports.telemetry.flush();
		}
	};
}

interface Result {
	readonly record: DynamoDBRecord;
	readonly reading: RecordContent;
	/** Absent if there is nothing to do. */
	readonly outcome?: Outcome;
	/** It could not be delivered, and is delivered again. */
	readonly isRetried: boolean;
}

/** What became of each record. A change waits for an earlier one of its subject that is delivered again, to keep their order. */
async function resultsOf(
	records: readonly DynamoDBRecord[],
	readings: readonly RecordContent[],
	open: OpenSink,
	ports: Ports,
): Promise<readonly Result[]> {
	const waiting = changesToHold(readings);
	const deliver = await openSink(open, readings, waiting);
	const held = new Set<string>();
	const results: Result[] = [];
	for (const [at, reading] of readings.entries()) {
		const record = records[at] ?? {};
		const subject = subjectOf(reading);
		const mustWait =
			(subject !== undefined && held.has(subject)) || (reading.kind === "change" && waiting.has(reading.change));
		if (reading.kind === "skipped") {
			results.push({ record, reading, isRetried: false });
			continue;
		}
		const own = reading.kind === "change" && !mustWait ? await deliver(reading.change) : reading;
		const outcome = mustWait || own.kind === "change" ? tooEarly : own;
		const overdue = reading.kind === "change" ? reading.change.isOverdue === true : isOverdue(record, ports);
		const isRetried = mustWait || (outcome.kind === "undelivered" && outcome.later && !overdue);
		if (isRetried && subject !== undefined) held.add(subject);
		results.push({ record, reading, outcome, isRetried });
	}
	return results;
}

const subjectOf = (reading: RecordContent): string | undefined =>
	reading.kind === "change" ? reading.change.entry.arn : reading.subject;

type Deliver = (change: Change) => Promise<Outcome>;

/** If the sink cannot be opened, the changes fail, not the invocation. */
async function openSink(
	open: OpenSink,
	readings: readonly RecordContent[],
	waiting: ReadonlySet<Change>,
): Promise<Deliver> {
	try {
		const changes = readings.flatMap((reading) => (reading.kind === "change" ? reading.change : []));
		const deliver = await open(changes.filter((change) => !waiting.has(change)));
		return async (change) => {
			try {
				return await deliver(change);
			} catch (error) {
				return outcomeOfError(change, error, error instanceof TryLaterError);
			}
		};
	} catch (error) {
		return async (change) => outcomeOfError(change, error, true);
	}
}

const outcomeOfError = (change: Change, error: unknown, later: boolean): Outcome => {
	return { kind: "undelivered", later, items: [{ body: change, reason: messageOf(error) }] };
};

interface Batch {
	/** Sequence numbers. */
	readonly failed: string[];
	/** ARNs of subjects whose later records have to wait, to keep their order. */
	readonly held: Set<string>;
	/** ARNs of subjects with a state that is in the dead-letter queue: no later one counts as handled, so that the next one is published whole. */
	readonly undelivered: Set<string>;
	/** What is in the dead-letter queue. */
	readonly stored: Set<Outcome>;
}

/** `comesAgain`: Lambda delivers it, or another record of its dead letter, again, because an earlier record failed. */
async function settle(
	{ record, reading, outcome, isRetried, comesAgain }: Result & { readonly comesAgain: boolean },
	batch: Batch,
	ports: Ports,
): Promise<void> {
	if (reading.kind === "skipped") return ports.telemetry.skipped(reading.subject, reading.reason);
	if (outcome === undefined) return;
	const subject = subjectOf(reading);
	const fail = (reason: string): void => {
		batch.failed.push(record.dynamodb?.SequenceNumber ?? "");
		if (subject !== undefined) batch.held.add(subject);
		ports.telemetry.failed(subject, reason);
	};
	if (!isRetried && subject !== undefined && batch.held.has(subject)) return fail(reasonOf(tooEarly));
	try {
		if (outcome.kind === "delivered") {
			const isWhole = subject === undefined || !batch.undelivered.has(subject);
			const state = outcome.state === undefined && reading.kind === "change" ? reading.change.entry : outcome.state;
			if (state && isWhole) await confirm(state, ports);
			return ports.telemetry.delivered(subject, outcome.what);
		}
		const reason = reasonOf(outcome);
		const isStored = batch.stored.has(outcome);
		const waits = outcome.sent === undefined && (comesAgain || batch.failed.length > 0);
		// Only when it is delivered again is it moved to the dead-letter queue, once.
		if (!isStored && (isRetried || waits)) return fail(reason);
		const expiresAt = reading.kind === "change" ? reading.change.entry.expiresAt : undefined;
		const of = { subject, expiresAt };
		const stored = isStored ? 0 : await storeUndeliveredItems(record, outcome.items, of, ports);
		batch.stored.add(outcome);
		if (!isStored) await confirmAll(outcome.sent ?? [], ports);
		if (subject !== undefined && outcome.sent === undefined) batch.undelivered.add(subject);
		if (stored > 0 || subject === undefined) return ports.telemetry.undelivered(subject, reason);
		ports.telemetry.skipped(subject, `its dead letter is stored already: ${reason}`);
	} catch (error) {
		fail(messageOf(error));
	}
}

const reasonOf = (outcome: Outcome): string =>
	outcome.kind === "delivered" ? outcome.what : outcome.items.map(({ reason }) => reason).join("; ");

const confirm = ({ arn, readAt, expiresAt }: LedgerEntry, { ledger, sink }: Ports): Promise<void> =>
	ledger.confirm(arn, sink, readAt, expiresAt);

const atOnce = 10;

/**
 * Confirms the states of a dead letter: the first one by itself, because it tells the next delivery that the letter is stored
 * (adapters/dynamodb/unconfirmed.ts), then as many of the others as possible. Throws if one could not be confirmed.
 */
async function confirmAll([first, ...others]: readonly LedgerEntry[], ports: Ports): Promise<void> {
	if (first !== undefined) await confirm(first, ports);
	const errors = await mapConcurrently(atOnce, others, (state) =>
		confirm(state, ports).then(
			() => [],
			(error) => [error],
		),
	);
	for (const error of errors.flat()) throw error;
}
