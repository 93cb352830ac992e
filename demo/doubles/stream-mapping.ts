import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";

/** A mapping's settings, named as Lambda names them. */
export interface MappingSettings {
	readonly batchSize: number;
	/** Milliseconds for which records are collected, by the times at which they were written; absent: all are there at once. */
	readonly batchingWindow?: number;
	readonly bisectBatchOnFunctionError: boolean;
	/** Maximum retries of a batch; -1: until its records expire. */
	readonly maximumRetryAttempts: number;
	/** Maximum age of a record in milliseconds; Infinity: as long as the stream keeps it. */
	readonly maximumRecordAge: number;
}

export interface Drained {
	/** Sequence numbers of each call of the function. */
	readonly calls: readonly (readonly string[])[];
	/** What was sent to the on-failure destination: positions, never content. */
	readonly givenUp: readonly { readonly first: string; readonly last: string }[];
}

interface MappingClock {
	/** Epoch milliseconds. */
	readonly now: () => number;
	/** Called after each call of the function; `failed`: it is called again for the same records. What it throws ends the reading. */
	readonly betweenCalls: (failed: boolean) => void | Promise<void>;
	/** Called when a batch is collected until a time; required with a batching window. */
	readonly waitUntil?: (time: number) => void;
}

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse | undefined>;

interface Batch {
	readonly records: readonly DynamoDBRecord[];
	readonly retries: number;
}

/**
 * One shard of a DynamoDB stream, read by a function as Lambda's event source mapping does (developer guide, "Configuring
 * partial batch response with DynamoDB and Lambda", "Retain discarded records"): in order, a batch at a time, the next
 * one only when this one is done; again from the lowest failed sequence number; a thrown error, an unknown or an empty
 * identifier fails the whole batch; bisecting splits it without counting as a retry; records are discarded by retries or age.
 */
export async function drainStream(
	records: readonly DynamoDBRecord[],
	handler: Handler,
	settings: MappingSettings,
	clock: MappingClock,
): Promise<Drained> {
	const calls: string[][] = [];
	const givenUp: { first: string; last: string }[] = [];
	const unread = [...records];
	const waiting: Batch[] = [];
	const next = (): Batch | undefined => waiting.shift() ?? takeBatch(unread, settings, clock);
	const giveUp = (lost: readonly DynamoDBRecord[]): void => {
		const [first, last] = [lost[0], lost.at(-1)];
		if (first !== undefined && last !== undefined) givenUp.push({ first: numberOf(first), last: numberOf(last) });
	};
	for (let batch = next(); batch !== undefined; batch = next()) {
		if (calls.length > 10_000) throw new Error("the stream never drains");
		const tooOld = batch.records.filter((record) => clock.now() - writtenAt(record) > settings.maximumRecordAge);
		giveUp(tooOld);
		const fresh = batch.records.slice(tooOld.length);
		if (fresh.length === 0) continue;
		calls.push(fresh.map(numberOf));
		const from = await firstFailure(fresh, handler);
		await clock.betweenCalls(from !== null);
		if (from === null) continue;
		const rest = fresh.slice(from);
		if (settings.maximumRetryAttempts >= 0 && batch.retries >= settings.maximumRetryAttempts) giveUp(rest);
		else waiting.unshift(...again(rest, from, batch.retries, settings));
	}
	return { calls, givenUp };
}

/** The batch without the records before the failed one; a batch that failed at its first record is halved. */
function again(
	rest: readonly DynamoDBRecord[],
	from: number,
	retries: number,
	{ bisectBatchOnFunctionError }: MappingSettings,
): Batch[] {
	if (!bisectBatchOnFunctionError || rest.length === 1) return [{ records: rest, retries: retries + 1 }];
	if (from > 0) return [{ records: rest, retries }];
	const half = Math.ceil(rest.length / 2);
	return [rest.slice(0, half), rest.slice(half)].map((records) => ({ records, retries }));
}

/** Index of the record at which Lambda starts again; null if the batch is done. */
async function firstFailure(batch: readonly DynamoDBRecord[], handler: Handler): Promise<number | null> {
	try {
		const answer = await handler({ Records: [...batch] });
		const failures = answer?.batchItemFailures ?? [];
		if (failures.length === 0) return null;
		const positions = failures.map(({ itemIdentifier }) =>
			batch.findIndex((record) => numberOf(record) === itemIdentifier),
		);
		return positions.includes(-1) ? 0 : Math.min(...positions);
	} catch {
		return 0;
	}
}

/** The records until the batch is full or the window, which begins with the first record that is there, has ended. */
function takeBatch(
	unread: DynamoDBRecord[],
	{ batchSize, batchingWindow }: MappingSettings,
	{ now, waitUntil }: MappingClock,
): Batch | undefined {
	const [first] = unread;
	if (first === undefined) return undefined;
	if (batchingWindow === undefined) return { records: unread.splice(0, batchSize), retries: 0 };
	const opened = Math.max(now(), writtenAt(first));
	const full = unread[batchSize - 1];
	const closed = Math.max(opened, Math.min(opened + batchingWindow, full === undefined ? Infinity : writtenAt(full)));
	waitUntil?.(closed);
	const later = unread.findIndex((record) => writtenAt(record) > closed);
	const there = later < 0 ? unread.length : later;
	return { records: unread.splice(0, Math.min(there, batchSize)), retries: 0 };
}

const numberOf = (record: DynamoDBRecord): string => record.dynamodb?.SequenceNumber ?? "";
const writtenAt = (record: DynamoDBRecord): number => (record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1_000;
