import type { DynamoDBRecord } from "aws-lambda";
import type { Ledger } from "../adapters/dynamodb/ledger.ts";
import type { EntryChange } from "../adapters/dynamodb/stream-record.ts";
import { messageOf } from "../core/errors.ts";
import type { Change, Outcome } from "./sink.ts";

export interface RecordPorts {
	/** The name under which the ledger records what this reader has handled. */
	readonly sink: string;
	/** Reads the change of a subject's entry from a stream record. Throws if the record cannot be read. */
	readonly readChange: (record: DynamoDBRecord) => EntryChange;
	readonly ledger: Pick<Ledger, "publishedAt">;
	/** Epoch milliseconds. */
	readonly now: () => number;
}

/** Milliseconds after which an undelivered change is moved to the dead-letter queue, well before the stream discards it. */
const maxAgeMs = 6 * 3_600_000;

/** Whether the change was written so long ago; one without a time is new. */
export function isOverdue({ dynamodb }: DynamoDBRecord, { now }: Pick<RecordPorts, "now">): boolean {
	const seconds = dynamodb?.ApproximateCreationDateTime;
	return seconds !== undefined && now() - seconds * 1_000 >= maxAgeMs;
}

/** The content of a record: a change for the sink, nothing (with the reason), or something that cannot be handled. */
export type RecordContent =
	| { readonly kind: "change"; readonly change: Change }
	| { readonly kind: "skipped"; readonly subject: string; readonly reason: string }
	| (Outcome & { readonly kind: "undelivered"; readonly subject: string | undefined });

export async function readRecord(record: DynamoDBRecord, ports: RecordPorts): Promise<RecordContent> {
	const unusable = (reason: string, later: boolean, subject?: string): RecordContent => {
		return { kind: "undelivered", later, subject, items: [{ body: record, reason }] };
	};
	const change = changeIn(record, ports);
	if (change instanceof Error) return unusable(`the stream record could not be read (${change.name})`, false);
	const { before, after: entry } = change;
	if (entry === null) {
		if (record.dynamodb?.NewImage !== undefined) return unusable("the stream record contains no entry", false);
		return { kind: "skipped", subject: before?.arn ?? "unknown", reason: "the subject's entry expired" };
	}
	try {
		const publishedAt = await ports.ledger.publishedAt(entry.arn, ports.sink);
		if (publishedAt !== null && publishedAt >= entry.readAt) {
			return { kind: "skipped", subject: entry.arn, reason: "this state or a later one has already been published" };
		}
		const overdue = isOverdue(record, ports) ? ({ isOverdue: true } as const) : {};
		return { kind: "change", change: { before, entry, publishedAt, ...overdue } };
	} catch (error) {
		return unusable(`the ledger could not be read (${messageOf(error)})`, true, entry.arn);
	}
}

function changeIn(record: DynamoDBRecord, { readChange }: Pick<RecordPorts, "readChange">): EntryChange | Error {
	try {
		return readChange(record);
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/**
 * The changes of a subject of which one could not be read: to the sink it would look as if it had missed that state. Those before it wait
 * as well, so that the same changes are given to the sink together when the batch comes again, also if the function is killed meanwhile;
 * unless they are overdue.
 */
export function changesToHold(readings: readonly RecordContent[]): ReadonlySet<Change> {
	const subjectsIn = (some: readonly RecordContent[]) =>
		new Set(some.flatMap((one) => (one.kind === "undelivered" && one.later ? (one.subject ?? []) : [])));
	const all = subjectsIn(readings);
	const changes = readings.flatMap((reading, at) => {
		if (reading.kind !== "change" || !all.has(reading.change.entry.arn)) return [];
		const { entry, isOverdue: cannotWait } = reading.change;
		return cannotWait !== true || subjectsIn(readings.slice(0, at)).has(entry.arn) ? reading.change : [];
	});
	return new Set(changes);
}
