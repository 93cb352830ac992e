/** Writes one line. */
export type Say = (line: string) => void;

/** Tells how a run goes: a line for each phase with the seconds that it took. */
export interface Progress {
	readonly phase: <T>(name: string, doing: string, work: () => Promise<T>) => Promise<T>;
	/** Seconds since the run began, with one decimal. */
	readonly elapsed: () => number;
	/** Seconds of a finished phase. */
	readonly secondsOf: (name: string) => number;
}

export function progressOn(say: Say): Progress {
	const begun = performance.now();
	const seconds = new Map<string, number>();
	const since = (moment: number): number => Math.round((performance.now() - moment) / 100) / 10;
	return {
		async phase(name, doing, work) {
			const start = performance.now();
			say(`${name.padEnd(7)} ${doing}`);
			const result = await work();
			seconds.set(name, since(start));
			say(`${name.padEnd(7)} done in ${since(start).toFixed(1)} s`);
			return result;
		},
		elapsed: () => since(begun),
		secondsOf: (name) => seconds.get(name) ?? 0,
	};
}
