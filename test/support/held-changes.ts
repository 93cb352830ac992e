import type { HeldChange, HeldChanges } from "../../adapters/dynamodb/held-changes.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";

/** Held changes without DynamoDB, held to the same contract as the adapter: test/contracts/held-changes.ts. */
export class HeldInMemory implements HeldChanges {
	/** The ledger's entries, by ARN. */
	readonly entries: ReadonlyMap<string, LedgerEntry>;
	readonly #held = new Map<string, { before: LedgerEntry | null; readAt: string; claimedUntil?: number }>();

	constructor(entries: ReadonlyMap<string, LedgerEntry> = new Map()) {
		this.entries = entries;
	}

	async hold(arn: string, before: LedgerEntry | null, readAt: string): Promise<void> {
		const known = this.#held.get(arn);
		this.#held.set(arn, { before: structuredClone(before), ...known, readAt });
	}

	async beginAt(arn: string, before: LedgerEntry): Promise<void> {
		const known = this.#held.get(arn);
		if (known !== undefined && (known.before?.readAt ?? "") < before.readAt)
			this.#held.set(arn, { ...known, before: structuredClone(before) });
	}

	async claim(arn: string, { now, until }: Parameters<HeldChanges["claim"]>[1]): Promise<HeldChange | null> {
		const known = this.#held.get(arn);
		if (known === undefined) return null;
		if ((known.claimedUntil ?? 0) > now) throw new TryLaterError("it is being sent");
		known.claimedUntil = until;
		return { arn, before: known.before };
	}

	async unclaim(arn: string): Promise<void> {
		delete this.#held.get(arn)?.claimedUntil;
	}

	async list(limit: number): Promise<readonly HeldChange[]> {
		const all = [...this.#held].sort(([a], [b]) => (a < b ? -1 : 1));
		return all.slice(0, limit).map(([arn, { before }]) => ({ arn, before }));
	}

	async release(arn: string, readAt: string): Promise<void> {
		await this.unclaim(arn);
		if ((this.#held.get(arn)?.readAt ?? "") <= readAt) this.#held.delete(arn);
	}

	async current(arn: string): Promise<LedgerEntry | null> {
		return structuredClone(this.entries.get(arn) ?? null);
	}
}
