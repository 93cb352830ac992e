import type { ReadSlackSecret } from "./read-slack-secret.ts";

/** Milliseconds for which it counts that nothing can be used, and for which no second fresh value is read. */
const [emptyMs, freshMs] = [30_000, 60_000];

/**
 * For a function that anybody can call: it reads the secret seldom, whatever is sent to it. While nothing can be used, that stands for half a
 * minute; a fresh value is read at most once a minute, and the cached one is returned otherwise.
 */
export function sparingReader(read: ReadSlackSecret, now: () => number): ReadSlackSecret {
	let empty: { readonly again: ReadSlackSecret; readonly until: number } | undefined;
	let freshFrom = Number.NEGATIVE_INFINITY;
	return async (asked) => {
		if (empty !== undefined && now() < empty.until) return empty.again();
		const fresh = asked === "fresh" && now() >= freshFrom ? asked : undefined;
		if (fresh !== undefined) freshFrom = now() + freshMs;
		const keep = (again: ReadSlackSecret): void => {
			empty = { again, until: now() + emptyMs };
		};
		try {
			const secret = await read(fresh);
			if (secret === null) keep(async () => null);
			return secret;
		} catch (error) {
			keep(() => Promise.reject(error));
			throw error;
		}
	};
}
