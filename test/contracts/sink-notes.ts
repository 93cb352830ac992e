import { beforeEach, describe, expect, test } from "@jest/globals";

/** What sinks note in the ledger's table beside what they have handled. */
export interface SinkNotes {
	/** Null if findings may be read at `now`, otherwise when they may be; epoch milliseconds. */
	readonly claimRead: (
		intervalMs: number,
		time: { readonly now: number; readonly withinMs: number },
	) => Promise<number | null>;
	readonly notBefore: () => Promise<string | null>;
	readonly postponeUntil: (time: string) => Promise<void>;
	readonly recordResolutions: (ids: readonly string[], at: string) => Promise<void>;
	readonly resolvedSince: (ids: readonly string[], since: string) => Promise<readonly string[]>;
}

const at = (minute: number): string => `2026-11-21T12:${String(minute).padStart(2, "0")}:00.000Z`;

/** `open` answers empty notes. */
export function sinkNotesContract(open: () => Promise<SinkNotes>): void {
	let notes: SinkNotes;
	beforeEach(async () => {
		notes = await open();
	});

	describe("F11: the time before which nothing is posted", () => {
		test("is null at first, then what was noted", async () => {
			expect(await notes.notBefore()).toBeNull();
			await notes.postponeUntil(at(5));
			expect(await notes.notBefore()).toBe(at(5));
		});

		test("moves forward only", async () => {
			for (const minute of [5, 7, 6, 7]) await notes.postponeUntil(at(minute));
			expect(await notes.notBefore()).toBe(at(7));
		});
	});

	describe("the pace at which findings are read", () => {
		const claim = (now: number) => notes.claimRead(500, { now, withinMs: 5_000 });

		test("of two claims at the same time one succeeds, the other learns when the next may", async () => {
			const claims = await Promise.all([claim(1_000), claim(1_000)]);
			expect(claims.toSorted()).toEqual([1_500, null]);
			expect(await claim(1_499)).toBe(1_500);
			expect(await claim(1_500)).toBeNull();
		});

		test("is never slower than one call in an interval, whatever another instance's clock says", async () => {
			expect(await claim(90_000)).toBeNull();
			expect(await claim(1_000)).toBe(1_500);
		});
	});

	describe("S12: the times at which findings were to be resolved", () => {
		test("tell those that were resolved after a time, twice if more than once", async () => {
			await notes.recordResolutions(["a", "b"], at(5));
			await notes.recordResolutions(["b"], at(9));
			expect(await notes.resolvedSince(["a", "b", "c"], at(4))).toEqual(["a", "b", "b"]);
			expect(await notes.resolvedSince(["a", "b", "c"], at(5))).toEqual(["b"]);
		});

		test("of no findings need nothing", async () => {
			await notes.recordResolutions([], at(5));
			expect(await notes.resolvedSince([], at(4))).toEqual([]);
		});
	});
}
