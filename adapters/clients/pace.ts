import { setTimeout } from "node:timers/promises";

/** Times in milliseconds. */
export interface Clock {
	readonly now: () => number;
	readonly pause: (ms: number) => Promise<unknown>;
}

export const systemClock: Clock = { now: Date.now, pause: setTimeout };

/** A function that waits until its next turn: turns are `perSecond` a second, and unused ones are lost. */
export function createPace(perSecond: number, { now, pause }: Clock = systemClock): () => Promise<void> {
	let nextAt = now();
	return async () => {
		const wait = nextAt - now();
		nextAt = Math.max(nextAt, now()) + 1_000 / perSecond;
		if (wait > 0) await pause(wait);
	};
}
