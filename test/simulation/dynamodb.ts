import type { Ledger } from "../../adapters/dynamodb/ledger.ts";
import type { EntryChange } from "../../adapters/dynamodb/stream-record.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { LedgerInMemory } from "../support/ledger.ts";

/** One write of an entry, in the order of the writes. */
export interface Write {
	readonly at: number;
	readonly change: EntryChange;
}

/**
 * The ledger's table with its stream: conditional writes and time to live as in LedgerInMemory, whose contract is
 * test/contracts/ledger.ts; each write that changes an entry reaches the stream.
 */
export class SimulatedTable extends LedgerInMemory {
	readonly writes: Write[] = [];
	onWrite: (arn: string, change: EntryChange) => void = () => undefined;
	readonly #time: () => number;

	/** `time`: epoch milliseconds. */
	constructor(time: () => number) {
		super(time);
		this.#time = time;
	}

	override async write(entry: LedgerEntry, previousReadAt: string | null): ReturnType<Ledger["write"]> {
		const before = this.entries.get(entry.arn) ?? null;
		const result = await super.write(entry, previousReadAt);
		this.#emit(entry.arn, before);
		return result;
	}

	/** Replaces whatever is stored, for a broken variant of the pipeline. */
	overwrite(entry: LedgerEntry): void {
		const before = this.entries.get(entry.arn) ?? null;
		this.entries.set(entry.arn, structuredClone(entry));
		this.#emit(entry.arn, before);
	}

	#emit(arn: string, before: LedgerEntry | null): void {
		const after = this.entries.get(arn) ?? null;
		if (after === null || after === before) return;
		const change = { before, after };
		this.writes.push({ at: this.#time(), change });
		this.onWrite(arn, change);
	}
}
