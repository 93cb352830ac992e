import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { EntryChange, Report } from "../../adapters/dynamodb/stream-record.ts";
import { type Invocation, invoke, type Machine } from "./invocation.ts";

interface StreamRecord {
	readonly sequence: string;
	readonly at: number;
	readonly change: EntryChange;
	/** In a record of what the first sweep found. */
	readonly report?: Report;
}

export type StreamHandler = (invocation: Invocation, event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** A function that reads the stream. */
export interface StreamReader {
	readonly name: string;
	readonly batchSize: number;
	/** Seconds for which changes are collected. */
	readonly windowSeconds: number;
	/** Whether a batch that fails is halved. */
	readonly bisects: boolean;
	/** Whether it receives what sweeps found. */
	readonly readsSweeps: boolean;
	readonly handle: StreamHandler;
}

const shardCount = 3;
const longestPauseMs = 60_000;

/**
 * The table's stream and Lambda's mapping of it. The records of one subject are in one shard and keep their order; shards are
 * independent. A failed batch comes back from its first failed record, and nothing behind it in the shard is delivered before.
 */
export class SimulatedStream {
	readonly #machine: Machine;
	readonly #shards: readonly StreamRecord[][] = Array.from({ length: shardCount }, () => []);
	readonly #readers: ShardReader[] = [];
	#written = 0;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	/** The content of a record. The images in it are not marshalled: adapters/dynamodb has its own tests. */
	readonly changeIn = (record: DynamoDBRecord): EntryChange => this.#find(record).change;

	/** The report in a record; null in a record of another item. */
	readonly reportIn = (record: DynamoDBRecord): Report | null => this.#find(record).report ?? null;

	append(arn: string, change: EntryChange): void {
		this.#append(arn, { change });
	}

	/** What the first sweep found reaches only the readers of reports. */
	appendReport(report: Report): void {
		this.#append("sweep", { change: { before: null, after: null }, report });
	}

	#find({ dynamodb }: DynamoDBRecord): StreamRecord {
		const found = this.#shards.flat().find(({ sequence }) => sequence === dynamodb?.SequenceNumber);
		if (found === undefined) throw new RangeError("the stream contains no such record");
		return found;
	}

	#append(key: string, content: Pick<StreamRecord, "change" | "report">): void {
		const shard = [...key].reduce((sum, character) => sum + character.charCodeAt(0), 0) % shardCount;
		this.#written += 1;
		this.#shards[shard]?.push({
			sequence: String(this.#written).padStart(9, "0"),
			at: this.#machine.clock.time,
			...content,
		});
		for (const reader of this.#readers) reader.wake(this.#machine.faults.between(50, 500));
	}

	/** Adds a function that reads the stream, with one invocation at a time for each shard. */
	addReader(reader: StreamReader): void {
		for (const records of this.#shards) this.#readers.push(new ShardReader(reader, records, this.#machine));
	}

	/** What has not been read by a function by now never is: its records are older than the stream keeps them. */
	expire(name: string): void {
		for (const reader of this.#readers) if (reader.name === name) reader.skip();
	}
}

class ShardReader {
	readonly #reader: StreamReader;
	readonly #records: readonly StreamRecord[];
	readonly #machine: Machine;
	#position = 0;
	#skippedTo = 0;
	#failures = 0;
	/** Where the batch ends that failed: Lambda adds nothing to it. */
	#failedUntil: number | null = null;
	#isBusy = false;

	constructor(reader: StreamReader, records: readonly StreamRecord[], machine: Machine) {
		this.#reader = reader;
		this.#records = records;
		this.#machine = machine;
	}

	get name(): string {
		return this.#reader.name;
	}

	/** Also of a batch that is being read: its result no longer matters. */
	skip(): void {
		this.#skippedTo = this.#records.length;
	}

	/** Reads what is there after a number of milliseconds, unless it is at work. */
	wake(ms: number): void {
		if (this.#isBusy || this.#position >= this.#records.length) return;
		this.#isBusy = true;
		// A shard may stall for a minute, whatever the others do.
		const stall = this.#machine.faults.occurs(0.03, this.#machine.clock.time) ? longestPauseMs : 0;
		const isFull = this.#records.length - this.#position >= this.#reader.batchSize;
		const window = isFull || this.#failures > 0 ? 0 : this.#reader.windowSeconds * 1_000;
		this.#machine.clock.after(ms + stall + window, () => this.#deliver());
	}

	#deliver(): void {
		this.#position = Math.max(this.#position, this.#skippedTo);
		const { name, batchSize, bisects, readsSweeps, handle } = this.#reader;
		const size = bisects ? Math.max(1, batchSize >> Math.min(this.#failures, 4)) : batchSize;
		const end = Math.min(this.#position + size, this.#failedUntil ?? Number.POSITIVE_INFINITY);
		const records = this.#records.slice(this.#position, end);
		const batch = records.filter(({ report }) => report === undefined || readsSweeps);
		if (batch.length === 0) {
			this.#continueFrom(records.length, false);
			return;
		}
		const Records = batch.map(({ sequence, at, change }) => ({
			dynamodb: {
				SequenceNumber: sequence,
				ApproximateCreationDateTime: Math.floor(at / 1_000),
				...(change.after === null ? {} : { NewImage: {} }),
			},
		}));
		invoke(name, this.#machine, (invocation) => handle(invocation, { Records }), {
			onEnd: ({ batchItemFailures }) => {
				const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
				const first = records.findIndex(({ sequence }) => failed.has(sequence));
				if (first >= 0) this.#failedUntil = this.#position + records.length;
				this.#continueFrom(first < 0 ? records.length : first, first >= 0);
			},
			onFailure: () => {
				this.#failedUntil = this.#position + records.length;
				this.#continueFrom(0, true);
			},
		});
	}

	#continueFrom(done: number, hasFailed: boolean): void {
		this.#position = Math.max(this.#position + done, this.#skippedTo);
		this.#failures = hasFailed ? this.#failures + 1 : 0;
		if (!hasFailed || this.#skippedTo >= (this.#failedUntil ?? 0)) this.#failedUntil = null;
		this.#isBusy = false;
		this.wake(hasFailed ? Math.min(longestPauseMs, 1_000 * 2 ** this.#failures) : 20);
	}
}
