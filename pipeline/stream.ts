import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Ledger } from "../adapters/dynamodb/ledger.ts";
import type { RejectionRecords } from "../adapters/dynamodb/published.ts";
import { messageOf, TryLaterError } from "../core/errors.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import type { Change, OpenSink, Outcome } from "./sink.ts";
import { storeUndeliveredItems, type UndeliveredPorts } from "./store-undelivered.ts";
import { changesToHold, type RecordContent, type RecordPorts, readRecord } from "./stream-records.ts";
import type { StreamTelemetry } from "./stream-telemetry.ts";

export interface Ports extends RecordPorts, UndeliveredPorts {
	readonly sink: string;
	readonly ledger: Pick<Ledger, "publishedAt" | "confirm"> & RejectionRecords;
	readonly telemetry: StreamTelemetry;
}

/** Milliseconds after which an undelivered change is moved to the dead-letter queue, well before the stream discards it. */
export const maxAgeMs = 6 * 3_600_000;

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
			const waiting = changesToHold(readings);
			const deliver = await openSink(open, readings, waiting);
			const batch: Batch = { failed: [], held: new Set(), undelivered: new Set(), waiting };
			for (const [at, reading] of readings.entries()) await settle(Records[at] ?? {}, reading, deliver, batch, ports);
			return { batchItemFailures: batch.failed.map((itemIdentifier) => ({ itemIdentifier })) };
		} finally {
			ports.telemetry.flush();
		}
	};
}

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
	/** Changes that were not given to the sink. */
	readonly waiting: ReadonlySet<Change>;
}

async function settle(
	record: DynamoDBRecord,
	reading: RecordContent,
	deliver: Deliver,
	batch: Batch,
	ports: Ports,
): Promise<void> {
	if (reading.kind === "skipped") return ports.telemetry.skipped(reading.subject, reading.reason);
	const subject = reading.kind === "change" ? reading.change.entry.arn : reading.subject;
	const fail = (reason: string): void => {
		batch.failed.push(record.dynamodb?.SequenceNumber ?? "");
		if (subject !== undefined) batch.held.add(subject);
		ports.telemetry.failed(subject, reason);
	};
	const isWaiting = reading.kind === "change" && batch.waiting.has(reading.change);
	if (isWaiting || (subject !== undefined && batch.held.has(subject)))
		return fail("an earlier change of the subject has to be delivered first");
	const outcome = reading.kind === "change" ? await deliver(reading.change) : reading;
	try {
		if (outcome.kind === "delivered") {
			const isWhole = subject === undefined || !batch.undelivered.has(subject);
			if (reading.kind === "change" && isWhole) await confirm(reading.change.entry, ports);
			return ports.telemetry.delivered(subject, outcome.what);
		}
		const reason = outcome.items.map((item) => item.reason).join("; ");
		if (outcome.later && ageOf(record, ports) < maxAgeMs) return fail(reason);
		// Lambda delivers this record again with the failed one before it; only then is it moved to the dead-letter queue, once.
		if (batch.failed.length > 0) return fail(reason);
		const expiresAt = reading.kind === "change" ? reading.change.entry.expiresAt : undefined;
		const stored = await storeUndeliveredItems(record, outcome.items, { subject, expiresAt }, ports);
		if (subject !== undefined) batch.undelivered.add(subject);
		if (stored > 0 || subject === undefined) return ports.telemetry.undelivered(subject, reason);
		ports.telemetry.skipped(subject, `its dead letter is stored already: ${reason}`);
	} catch (error) {
		fail(messageOf(error));
	}
}

const confirm = ({ arn, readAt, expiresAt }: LedgerEntry, { ledger, sink }: Ports): Promise<void> =>
	ledger.confirm(arn, sink, readAt, expiresAt);

/** Milliseconds since the change was written; a record without a time counts as new. */
export function ageOf({ dynamodb }: DynamoDBRecord, { now }: Pick<Ports, "now">): number {
	const seconds = dynamodb?.ApproximateCreationDateTime;
	return seconds === undefined ? 0 : now() - seconds * 1_000;
}
