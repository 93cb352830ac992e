/** Times in milliseconds. */
interface Clock {
	readonly now: () => number;
	readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * Claims the next call of a kind, among all that make such calls: null if it may be made, otherwise the time when the next one may be
 * claimed. Times are epoch milliseconds; it takes at most `withinMs`. Throws TryLaterError.
 */
export type ClaimCall = (time: { readonly now: number; readonly withinMs: number }) => Promise<number | null>;

/** Waits for the turn to make a call; false if there is none before `until`, in epoch milliseconds. */
export async function awaitTurn(claimCall: ClaimCall, until: number, { now, sleep }: Clock): Promise<boolean> {
	for (let at = now(); at < until; at = now()) {
		const next = await claimCall({ now: at, withinMs: until - at });
		if (next === null) return now() < until;
		if (next >= until) return false;
		await sleep(Math.max(1, next - now()));
	}
	return false;
}
