/** A reading that several checks need; `key`: what is read. */
export type ReadTogether = <T>(key: string, read: () => Promise<T>) => Promise<T>;

/** For checks that share nothing. */
export const readAlone: ReadTogether = (_, read) => read();

interface Readings {
	readonly running: Promise<unknown>;
	/** Begins when the running one has ended, for all who asked meanwhile. */
	next: Promise<unknown> | null;
}

/**
 * Shares readings among checks that need the same at the same time. Each check gets what was read after it asked, never earlier: what
 * changed before it asked is in its facts, and what it links itself to before is read later. While one reading is running, all that ask
 * share the next one.
 */
export function createReadTogether(): ReadTogether {
	const readings = new Map<string, Readings>();
	const begin = <T>(key: string, reading: Promise<T>): Promise<T> => {
		const one: Readings = { running: reading, next: null };
		readings.set(key, one);
		const end = (): void => {
			if (readings.get(key) === one && one.next === null) readings.delete(key);
		};
		reading.then(end, end);
		return reading;
	};
	return <T>(key: string, read: () => Promise<T>): Promise<T> => {
		const known = readings.get(key);
		if (known === undefined) return begin(key, read());
		const ended = known.running.catch(() => {});
		known.next ??= ended.then(() => begin(key, read()));
		return known.next as Promise<T>;
	};
}
