/** The time of the double: the real one, and what a test has let pass in addition. */
export class DeploymentClock {
	#ahead = 0;
	readonly #sleepers = new Set<{ readonly due: number; readonly wake: () => void }>();

	/** Epoch milliseconds. */
	now(): number {
		return Date.now() + this.#ahead;
	}

	/** Lets time pass at once. Waits that are over by then end in the order of their times. */
	advance(ms: number): void {
		this.#ahead += ms;
		const over = [...this.#sleepers].filter(({ due }) => due <= this.now());
		for (const { wake } of over.toSorted((a, b) => a.due - b.due)) wake();
	}

	/** Resolves after some milliseconds. Rejects with the signal's reason when that is aborted before. */
	sleep(ms: number, signal: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const finish = (end: () => void): void => {
				clearTimeout(timer);
				this.#sleepers.delete(sleeper);
				signal.removeEventListener("abort", giveUp);
				end();
			};
			const giveUp = (): void => finish(() => reject(signal.reason));
			const sleeper = { due: this.now() + ms, wake: () => finish(resolve) };
			const timer = setTimeout(sleeper.wake, ms);
			this.#sleepers.add(sleeper);
			signal.addEventListener("abort", giveUp);
			if (signal.aborted) giveUp();
		});
	}
}

/** A promise's result, unless the signal is aborted before; then rejects with its reason. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const giveUp = (): void => reject(signal.reason);
		signal.addEventListener("abort", giveUp, { once: true });
		if (signal.aborted) giveUp();
		work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
	});
}
