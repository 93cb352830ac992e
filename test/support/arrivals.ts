import type { Arrivals, MissedChange } from "../../adapters/dynamodb/arrivals.ts";

interface Known {
	readonly arrivedAt?: string;
	readonly missed?: MissedChange & { readonly aliveFrom: string };
}

/** What is known of events without DynamoDB, held to the same contract as the adapter: test/contracts/arrivals.ts. */
export class ArrivalsInMemory implements Arrivals {
	readonly #kinds = new Map<string, Known>();

	async arrived(kind: string, arrivedAt: string): Promise<void> {
		this.#kinds.set(kind, { ...this.#kinds.get(kind), arrivedAt });
	}

	async missed(kind: string, change: MissedChange, aliveFrom: string): Promise<void> {
		if ((await this.unreported(kind)) !== null) return;
		this.#kinds.set(kind, { ...this.#kinds.get(kind), missed: { ...change, aliveFrom } });
	}

	async unreported(kind: string): Promise<MissedChange | null> {
		const { arrivedAt = "", missed } = this.#kinds.get(kind) ?? {};
		if (missed === undefined || arrivedAt >= missed.aliveFrom) return null;
		return { subject: missed.subject, at: missed.at };
	}
}
