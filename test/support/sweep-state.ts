import type {
	FinishedSweep,
	RunningSweep,
	SweepPhase,
	SweepState,
	SweepTask,
} from "../../adapters/dynamodb/sweep-state.ts";

/** The state of sweeps without DynamoDB, held to the same contract as the adapter: test/contracts/sweep-state.ts. */
export class SweepStateInMemory implements SweepState {
	/** What the stream would carry, by `startedAt`. */
	readonly reports = new Map<string, object>();
	readonly #tasks = new Map<string, Map<string, string>>();
	#current: RunningSweep | null = null;
	#last: FinishedSweep | null = null;

	async current(): Promise<RunningSweep | null> {
		return this.#current;
	}

	async last(): Promise<FinishedSweep | null> {
		return this.#last;
	}

	async start(sweep: RunningSweep, replaces: string | null): Promise<boolean> {
		if ((this.#current?.startedAt ?? null) !== replaces) return false;
		this.#current = { ...sweep };
		return true;
	}

	async advance(startedAt: string, from: SweepPhase, to: SweepPhase): Promise<void> {
		const current = this.#current;
		if (current?.startedAt === startedAt && current.phase === from) this.#current = { ...current, phase: to };
	}

	async countFailure(startedAt: string): Promise<void> {
		const current = this.#current;
		if (current?.startedAt === startedAt) this.#current = { ...current, failed: current.failed + 1 };
	}

	async finish(sweep: FinishedSweep, isReported: boolean): Promise<void> {
		if (isReported) this.reports.set(sweep.startedAt, sweep.summary);
		if (this.#last === null || this.#last.startedAt <= sweep.startedAt) this.#last = { ...sweep };
		if (this.#current?.startedAt === sweep.startedAt) this.#current = null;
	}

	async addTasks(startedAt: string, tasks: readonly SweepTask[]): Promise<void> {
		const known = this.#tasks.get(startedAt) ?? new Map<string, string>();
		for (const { id, body } of tasks) known.set(id, body);
		this.#tasks.set(startedAt, known);
	}

	async hasTask(startedAt: string, id: string): Promise<boolean> {
		return this.#tasks.get(startedAt)?.has(id) === true;
	}

	async removeTask(startedAt: string, id: string): Promise<void> {
		this.#tasks.get(startedAt)?.delete(id);
	}

	async tasks(startedAt: string, limit: number): Promise<readonly string[]> {
		const known = [...(this.#tasks.get(startedAt) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
		return known.slice(0, limit).map(([, body]) => body);
	}
}
