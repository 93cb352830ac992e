/** Writes one line. */
export type Print = (line: string) => void;

/** Reports the progress of a run: a line for each phase with the seconds that it took. */
export interface Progress {
	readonly phase: <T>(name: string, description: string, work: () => Promise<T>) => Promise<T>;
	/** Seconds since the start of the run, with one decimal. */
	readonly elapsed: () => number;
	/** Seconds of a finished phase. */
	readonly secondsOf: (name: string) => number;
}

export function createProgress(print: Print): Progress {
	const start = performance.now();
	const seconds = new Map<string, number>();
	const since = (moment: number): number => Math.round((performance.now() - moment) / 100) / 10;
	return {
		async phase(name, description, work) {
			const start = performance.now();
			print(`${name.padEnd(7)} ${description}`);
			const result = await work();
			seconds.set(name, since(start));
			print(`${name.padEnd(7)} done in ${since(start).toFixed(1)} s`);
			return result;
		},
		elapsed: () => since(start),
		secondsOf: (name) => seconds.get(name) ?? 0,
	};
}
