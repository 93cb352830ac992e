import type { DynamoDBRecord } from "aws-lambda";
import type { RejectionRecords, Rejections } from "../adapters/dynamodb/published.ts";
import type { Undelivered } from "../adapters/sqs/undelivered.ts";
import type { UndeliveredItem } from "./sink.ts";
import { undeliveredId } from "./undelivered-id.ts";

export interface UndeliveredPorts {
	readonly sink: string;
	readonly ledger: RejectionRecords;
	/** Moves an undeliverable item to the sink's dead-letter queue. Throws if that fails. */
	readonly storeUndelivered: (undelivered: Undelivered) => Promise<void>;
	/** Epoch milliseconds. */
	readonly now: () => number;
}

/** The queue keeps a dead letter for 14 days (infra/queues.ts). What is still rejected gets a new one before. */
const knownMs = 13 * 86_400_000;

/** Of the subject that could not be delivered; `expiresAt`: of its entry, in epoch seconds. */
interface Rejected {
	/** ARN; absent when the subject of the record is unknown. */
	readonly subject?: string | undefined;
	readonly expiresAt?: number | undefined;
}

/**
 * Moves the items that a sink rejected to the dead-letter queue, but not those that are there already because an earlier state was
 * rejected with the same content. They are recorded last: if the function ends before, the record is delivered again and copies are
 * stored, with the same id. Returns how many were stored. Throws TryLaterError.
 */
export async function storeUndeliveredItems(
	record: DynamoDBRecord,
	items: readonly UndeliveredItem[],
	{ subject, expiresAt }: Rejected,
	{ sink, ledger, storeUndelivered, now }: UndeliveredPorts,
): Promise<number> {
	const known = items.some(({ hash }) => hash !== undefined) && subject !== undefined;
	const valid = known ? stillKept(await ledger.rejections(subject, sink), now()) : {};
	const fresh = items.filter(({ hash }) => hash === undefined || valid[hash] === undefined);
	for (const { body, reason } of fresh) {
		const ofSubject = subject === undefined ? {} : { subject };
		await storeUndelivered({ body, reason, ...undeliveredId(record, body), sink, ...ofSubject });
	}
	const at = new Date(now()).toISOString();
	const added = fresh.flatMap(({ hash }) => (hash === undefined ? [] : [[hash, at] as const]));
	if (subject !== undefined && added.length > 0) {
		await ledger.recordRejections(subject, sink, { ...valid, ...Object.fromEntries(added) }, expiresAt);
	}
	return fresh.length;
}

const stillKept = (rejections: Rejections, now: number): Rejections =>
	Object.fromEntries(Object.entries(rejections).filter(([, at]) => now - Date.parse(at) < knownMs));
