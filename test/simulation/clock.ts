interface Step {
	readonly at: number;
	readonly order: number;
	readonly act: () => void;
}

type Timers = Pick<typeof globalThis, "setTimeout" | "clearTimeout">;

/**
 * Virtual time in epoch milliseconds. It advances only from one planned step to the next, so a history of hours takes
 * milliseconds, and the same plan always runs in the same order. While it runs, the timers of the pipeline are planned steps too.
 */
export class VirtualClock {
	time: number;
	/** Steps that were run. */
	steps = 0;
	readonly #maxSteps: number;
	/** A binary heap, the earliest step first. */
	readonly #heap: Step[] = [];
	#planned = 0;

	constructor(start: string, maxSteps: number) {
		this.time = Date.parse(start);
		this.#maxSteps = maxSteps;
	}

	readonly now = (): string => new Date(this.time).toISOString();

	after(ms: number, act: () => void): void {
		this.at(this.time + ms, act);
	}

	at(time: number, act: () => void): void {
		const heap = this.#heap;
		heap.push({ at: Math.max(time, this.time), order: this.#planned++, act });
		for (let child = heap.length - 1; child > 0; ) {
			const parent = (child - 1) >> 1;
			if (!this.#swapUnlessOrdered(parent, child)) break;
			child = parent;
		}
	}

	/** Runs until nothing is planned. Throws RangeError if that takes too many steps. */
	async run(): Promise<void> {
		const { setTimeout, clearTimeout } = globalThis;
		Object.assign(globalThis, this.#timers());
		try {
			await this.#run();
		} finally {
			Object.assign(globalThis, { setTimeout, clearTimeout });
		}
	}

	#timers(): Timers {
		const isWaiting = new Set<object>();
		const setTimeout = (act: () => void, ms = 0): object => {
			const timer = {};
			isWaiting.add(timer);
			this.after(ms, () => {
				if (isWaiting.delete(timer)) act();
			});
			return timer;
		};
		return { setTimeout, clearTimeout: (timer: object) => isWaiting.delete(timer) } as unknown as Timers;
	}

	async #run(): Promise<void> {
		for (let step = this.#takeFirst(); step !== undefined; step = this.#takeFirst()) {
			if (++this.steps > this.#maxSteps) throw new RangeError(`the history did not end within ${this.#maxSteps} steps`);
			this.time = step.at;
			step.act();
			// Everything that the step resolved runs until it waits for the next step: it does no I/O, so no turn of the event loop is needed.
			await new Promise<void>((resolve) => process.nextTick(resolve));
		}
	}

	#takeFirst(): Step | undefined {
		const heap = this.#heap;
		const [first] = heap;
		const last = heap.pop();
		if (heap.length > 0 && last !== undefined) {
			heap[0] = last;
			for (let parent = 0; ; ) {
				const [left, right] = [2 * parent + 1, 2 * parent + 2];
				const child = right < heap.length && this.#isBefore(right, left) ? right : left;
				if (child >= heap.length || !this.#swapUnlessOrdered(parent, child)) break;
				parent = child;
			}
		}
		return first;
	}

	#isBefore(one: number, other: number): boolean {
		const [a, b] = [this.#heap[one], this.#heap[other]];
		if (a === undefined || b === undefined) return false;
		return a.at < b.at || (a.at === b.at && a.order < b.order);
	}

	#swapUnlessOrdered(parent: number, child: number): boolean {
		const [above, below] = [this.#heap[parent], this.#heap[child]];
		if (above === undefined || below === undefined || !this.#isBefore(child, parent)) return false;
		this.#heap[parent] = below;
		this.#heap[child] = above;
		return true;
	}
}
