import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Ledger } from "../adapters/dynamodb/ledger.ts";
import type { EntryChange } from "../adapters/dynamodb/stream-record.ts";
import type { Undelivered } from "../adapters/sqs/undelivered.ts";
import { TryLaterError } from "../core/errors.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import type { StreamTelemetry } from "./stream-telemetry.ts";

/** A state of a subject that a sink has not handled yet. */
export interface Change {
	readonly before: LedgerEntry | null;
	readonly entry: LedgerEntry;
	/** `readAt` of the last state that the sink has handled; null when it has handled none. */
	readonly publishedAt: string | null;
}

/** What could not be delivered, whole, and why. */
export type Parcel = Pick<Undelivered, "body" | "reason">;

export type Outcome =
	| { readonly kind: "delivered"; readonly what: string }
	/** `later`: may succeed when it is tried again. */
	| { readonly kind: "undelivered"; readonly later: boolean; readonly parcels: readonly Parcel[] };

/**
 * A sink sees all news of a batch first, so that it can send many at once, and is then asked for the outcome of each in
 * the order of the stream. It throws TryLaterError for what may succeed later; anything else that it throws is final.
 */
export type OpenSink = (batch: readonly Change[]) => Promise<(change: Change) => Promise<Outcome>>;

export interface Ports {
	/** A reader of the ledger's stream, by the name under which the ledger keeps what it has handled. */
	readonly sink: string;
	/** What a record of the stream says of a subject's entry. Throws when it cannot be read. */
	readonly readChange: (record: DynamoDBRecord) => EntryChange;
	readonly ledger: Pick<Ledger, "publishedAt" | "confirm">;
	/** Puts what cannot be delivered into the sink's dead-letter queue. Throws when that fails. */
	readonly keepUndelivered: (undelivered: Undelivered) => Promise<void>;
	readonly telemetry: StreamTelemetry;
	/** Epoch milliseconds. */
	readonly now: () => number;
}

/** Milliseconds after which a change that still cannot be delivered goes to the dead-letter queue: well before the stream forgets it. */
const patience = 6 * 3_600_000;

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Handles a batch of the ledger's stream. Every record ends in one of three ways: confirmed in the ledger, in the
 * dead-letter queue, or reported as failed. Lambda starts again from the first failed one; what was confirmed behind it is
 * then a no-op. Powertools' batch processor hands out one record at a time and so cannot send a hundred findings a call.
 */
export function streamReader(open: OpenSink, ports: Ports): Handler {
	return async ({ Records }) => {
		try {
			const readings = await Promise.all(Records.map((record) => readingOf(record, ports)));
			const deliver = await opened(open, readings);
			const batch: Batch = { failed: [], held: new Set() };
			for (const [at, reading] of readings.entries()) await settle(Records[at] ?? {}, reading, deliver, batch, ports);
			return { batchItemFailures: batch.failed.map((itemIdentifier) => ({ itemIdentifier })) };
		} finally {
			ports.telemetry.flush();
		}
	};
}

/** What a record holds: news for the sink, nothing with the reason, or something that cannot be handled. */
type Reading =
	| { readonly kind: "news"; readonly change: Change }
	| { readonly kind: "nothing"; readonly subject: string; readonly because: string }
	| (Outcome & { readonly kind: "undelivered"; readonly subject: string | undefined });

async function readingOf(record: DynamoDBRecord, ports: Ports): Promise<Reading> {
	const unusable = (reason: string, later: boolean, subject?: string): Reading => {
		return { kind: "undelivered", later, subject, parcels: [{ body: record, reason }] };
	};
	const change = changeIn(record, ports);
	if (change instanceof Error) return unusable(`the stream's record cannot be read (${change.name})`, false);
	const { before, after: entry } = change;
	if (entry === null) {
		if (record.dynamodb?.NewImage !== undefined) return unusable("the stream's record holds no entry", false);
		return { kind: "nothing", subject: before?.arn ?? "unknown", because: "the ledger forgot the subject" };
	}
	try {
		const publishedAt = await ports.ledger.publishedAt(entry.arn, ports.sink);
		if (publishedAt !== null && publishedAt >= entry.readAt) {
			return { kind: "nothing", subject: entry.arn, because: "this state or a later one is published" };
		}
		return { kind: "news", change: { before, entry, publishedAt } };
	} catch (error) {
		return unusable(`the ledger could not be read (${messageOf(error)})`, true, entry.arn);
	}
}

function changeIn(record: DynamoDBRecord, { readChange }: Ports): EntryChange | Error {
	try {
		return readChange(record);
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

type Deliver = (change: Change) => Promise<Outcome>;

/** A sink that cannot even be opened fails the news, not the invocation. */
async function opened(open: OpenSink, readings: readonly Reading[]): Promise<Deliver> {
	try {
		const deliver = await open(readings.flatMap((reading) => (reading.kind === "news" ? reading.change : [])));
		return async (change) => {
			try {
				return await deliver(change);
			} catch (error) {
				return thrown(change, error, error instanceof TryLaterError);
			}
		};
	} catch (error) {
		return async (change) => thrown(change, error, true);
	}
}

const thrown = (change: Change, error: unknown, later: boolean): Outcome => {
	return { kind: "undelivered", later, parcels: [{ body: change, reason: messageOf(error) }] };
};

interface Batch {
	/** Sequence numbers. */
	readonly failed: string[];
	/** ARNs of subjects whose next records have to wait, so that their order is kept. */
	readonly held: Set<string>;
}

async function settle(
	record: DynamoDBRecord,
	reading: Reading,
	deliver: Deliver,
	batch: Batch,
	ports: Ports,
): Promise<void> {
	if (reading.kind === "nothing") return ports.telemetry.nothing(reading.subject, reading.because);
	const subject = reading.kind === "news" ? reading.change.entry.arn : reading.subject;
	const fail = (reason: string): void => {
		batch.failed.push(record.dynamodb?.SequenceNumber ?? "");
		if (subject !== undefined) batch.held.add(subject);
		ports.telemetry.failed(subject, reason);
	};
	if (subject !== undefined && batch.held.has(subject)) return fail("an earlier change of the subject comes first");
	const outcome = reading.kind === "news" ? await deliver(reading.change) : reading;
	try {
		if (outcome.kind === "delivered") {
			if (reading.kind === "news") await confirm(reading.change.entry, ports);
			return ports.telemetry.delivered(subject, outcome.what);
		}
		const reason = outcome.parcels.map((parcel) => parcel.reason).join("; ");
		if (outcome.later && ageOf(record, ports) < patience) return fail(reason);
		// Lambda brings this record again together with the failed one before it: it is given up then, and once.
		if (batch.failed.length > 0) return fail(reason);
		for (const parcel of outcome.parcels) {
			await ports.keepUndelivered({ ...parcel, sink: ports.sink, ...(subject === undefined ? {} : { subject }) });
		}
		ports.telemetry.undelivered(subject, reason);
	} catch (error) {
		fail(messageOf(error));
	}
}

const confirm = ({ arn, readAt, expiresAt }: LedgerEntry, { ledger, sink }: Ports): Promise<void> =>
	ledger.confirm(arn, sink, readAt, expiresAt);

/** Milliseconds since the change was written; a record that does not say when is new. */
function ageOf({ dynamodb }: DynamoDBRecord, { now }: Ports): number {
	const seconds = dynamodb?.ApproximateCreationDateTime;
	return seconds === undefined ? 0 : now() - seconds * 1_000;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
