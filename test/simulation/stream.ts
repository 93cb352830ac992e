import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { EntryChange } from "../../adapters/dynamodb/stream-record.ts";
import { type Invocation, invoke, type Machine } from "./invocation.ts";

interface StreamRecord {
	readonly sequence: string;
	readonly at: number;
	readonly change: EntryChange;
}

export type StreamHandler = (invocation: Invocation, event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

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
	readonly changeIn = ({ dynamodb }: DynamoDBRecord): EntryChange => {
		const found = this.#shards.flat().find(({ sequence }) => sequence === dynamodb?.SequenceNumber);
		if (found === undefined) throw new RangeError("the stream contains no such record");
		return found.change;
	};

	append(arn: string, change: EntryChange): void {
		const shard = [...arn].reduce((sum, character) => sum + character.charCodeAt(0), 0) % shardCount;
		this.#written += 1;
		this.#shards[shard]?.push({
			sequence: String(this.#written).padStart(9, "0"),
			at: this.#machine.clock.time,
			change,
		});
		for (const reader of this.#readers) reader.wake(this.#machine.faults.between(50, 500));
	}

	/** Adds a function that reads the stream, with one invocation at a time for each shard. */
	addReader(name: string, batchSize: number, handle: StreamHandler): void {
		for (const records of this.#shards) {
			this.#readers.push(new ShardReader(name, batchSize, handle, records, this.#machine));
		}
	}
}

class ShardReader {
	readonly #name: string;
	readonly #batchSize: number;
	readonly #handle: StreamHandler;
	readonly #records: readonly StreamRecord[];
	readonly #machine: Machine;
	#position = 0;
	#failures = 0;
	#isBusy = false;

	constructor(
		name: string,
		batchSize: number,
		handle: StreamHandler,
		records: readonly StreamRecord[],
		machine: Machine,
	) {
		this.#name = name;
		this.#batchSize = batchSize;
		this.#handle = handle;
		this.#records = records;
		this.#machine = machine;
	}

	/** Reads what is there after a number of milliseconds, unless it is at work. */
	wake(ms: number): void {
		if (this.#isBusy || this.#position >= this.#records.length) return;
		this.#isBusy = true;
		// A shard may stall for a minute, whatever the others do.
		const stall = this.#machine.faults.occurs(0.03, this.#machine.clock.time) ? longestPauseMs : 0;
		this.#machine.clock.after(ms + stall, () => this.#deliver());
	}

	#deliver(): void {
		// Lambda halves a batch after an error.
		const size = Math.max(1, this.#batchSize >> Math.min(this.#failures, 4));
		const batch = this.#records.slice(this.#position, this.#position + size);
		const Records = batch.map(({ sequence, at, change }) => ({
			dynamodb: {
				SequenceNumber: sequence,
				ApproximateCreationDateTime: Math.floor(at / 1_000),
				...(change.after === null ? {} : { NewImage: {} }),
			},
		}));
		invoke(this.#name, this.#machine, (invocation) => this.#handle(invocation, { Records }), {
			onEnd: ({ batchItemFailures }) => {
				const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
				const first = batch.findIndex(({ sequence }) => failed.has(sequence));
				this.#continueFrom(first < 0 ? batch.length : first, first >= 0);
			},
			onFailure: () => this.#continueFrom(0, true),
		});
	}

	#continueFrom(done: number, hasFailed: boolean): void {
		this.#position += done;
		this.#failures = hasFailed ? this.#failures + 1 : 0;
		this.#isBusy = false;
		this.wake(hasFailed ? Math.min(longestPauseMs, 1_000 * 2 ** this.#failures) : 20);
	}
}
