import type { Reports } from "../../adapters/dynamodb/reports.ts";
import type { CountedSummary, SummaryBase } from "../../domain/notifications/summary.ts";

/** Reports without DynamoDB, held to the same contract as the adapter: test/contracts/reports.ts. */
export class ReportsInMemory implements Reports {
	/** What the stream would carry, in order. */
	readonly summaries: CountedSummary[] = [];
	/** When the sink was asked to send what it holds. */
	readonly wakes: string[] = [];
	readonly #after = new Set<string>();

	async lastSummary(): Promise<SummaryBase | null> {
		return this.summaries.at(-1)?.base ?? null;
	}

	async addSummary(counted: CountedSummary, last: SummaryBase | null): Promise<void> {
		const after = last?.at ?? "";
		if (this.#after.has(after)) return;
		this.#after.add(after);
		this.summaries.push(counted);
	}

	async addWake(at: string): Promise<void> {
		this.wakes.push(at);
	}
}
