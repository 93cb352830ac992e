import { beforeEach, describe, expect, test } from "@jest/globals";
import type { SentState, Unconfirmed } from "../../adapters/dynamodb/unconfirmed.ts";
import { anEntry, laterBy } from "../support/entries.ts";

/** What sinks note in the ledger's table beside what they have handled. */
export interface SinkNotes {
	/** Null if findings may be read at `now`, otherwise when they may be; epoch milliseconds. */
	readonly claimRead: (
		intervalMs: number,
		time: { readonly now: number; readonly withinMs: number },
	) => Promise<number | null>;
	/** The same for a message to a destination. */
	readonly claimPost: (
		destination: string,
		intervalMs: number,
		time: { readonly now: number; readonly withinMs: number },
	) => Promise<number | null>;
	readonly notBefore: (destination: string) => Promise<string | null>;
	readonly postponeUntil: (destination: string, time: string) => Promise<void>;
	/** By ARN. */
	readonly unconfirmed: (arns: readonly string[]) => Promise<ReadonlyMap<string, Unconfirmed>>;
	readonly recordUnconfirmed: (states: readonly SentState[], time: 1 | 2) => Promise<void>;
	/** Records that the sink has handled a state of a subject. */
	readonly confirm: (arn: string, readAt: string) => Promise<void>;
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
			expect(await notes.notBefore("default")).toBeNull();
			await notes.postponeUntil("default", at(5));
			expect(await notes.notBefore("default")).toBe(at(5));
		});

		test("moves forward only", async () => {
			for (const minute of [5, 7, 6, 7]) await notes.postponeUntil("default", at(minute));
			expect(await notes.notBefore("default")).toBe(at(7));
		});
	});

	test("F11: the time before which nothing is posted is that of each destination", async () => {
		await notes.postponeUntil("channel##payments", at(5));
		expect(await notes.notBefore("channel##payments")).toBe(at(5));
		expect(await notes.notBefore("default")).toBeNull();
	});

	describe("what was sent without an answer", () => {
		test("is the last state of each subject", async () => {
			await notes.recordUnconfirmed(
				[
					{ arn: "a", readAt: at(1) },
					{ arn: "b", readAt: at(2) },
				],
				1,
			);
			await notes.recordUnconfirmed([{ arn: "a", readAt: at(3) }], 1);
			expect([...(await notes.unconfirmed(["a", "b", "c"]))].toSorted()).toEqual([
				["a", { once: at(3), twice: null }],
				["b", { once: at(2), twice: null }],
			]);
		});

		test("twice is known beside what is sent once after it", async () => {
			for (const time of [1, 2] as const) await notes.recordUnconfirmed([{ arn: "a", readAt: at(1) }], time);
			expect((await notes.unconfirmed(["a"])).get("a")).toEqual({ once: at(1), twice: at(1) });
			await notes.recordUnconfirmed([{ arn: "a", readAt: at(3) }], 1);
			expect((await notes.unconfirmed(["a"])).get("a")).toEqual({ once: at(3), twice: at(1) });
		});

		test.each([
			["once", 1],
			["twice", 2],
		] as const)(
			"%s never moves back, also of several states of a subject that are recorded at a time",
			async (_, time) => {
				const states = [4, 1, 3, 2].map((minute) => ({ arn: "a", readAt: at(minute) }));
				await notes.recordUnconfirmed(states, 1);
				await notes.recordUnconfirmed(states, time);
				await notes.recordUnconfirmed([{ arn: "a", readAt: at(2) }], time);
				expect((await notes.unconfirmed(["a"])).get("a")).toEqual({ once: at(4), twice: time === 2 ? at(4) : null });
			},
		);

		test("twice is stored as soon as the first state of its message is confirmed", async () => {
			const states = ["a", "b", "c"].map((arn, minute) => ({ arn, readAt: at(minute + 5) }));
			const stored = async () =>
				[...(await notes.unconfirmed(["a", "b", "c"]))].flatMap(([arn, of]) => (of.isStored ? arn : []));
			for (const time of [1, 2] as const) await notes.recordUnconfirmed(states, time);
			await notes.confirm("c", at(9));
			await notes.confirm("a", at(4));
			expect(await stored()).toEqual([]);
			await notes.confirm("a", at(5));
			expect(await stored()).toEqual(["b", "c"]);
			await notes.recordUnconfirmed([{ arn: "b", readAt: at(8) }], 2);
			expect(await stored()).toEqual(["c"]);
		});

		test("twice is not stored because what was held was confirmed before", async () => {
			const states = ["a", "b"].map((arn) => ({ arn, readAt: at(5) }));
			await notes.confirm("a", at(5));
			for (const time of [1, 2] as const) await notes.recordUnconfirmed(states, time);
			expect((await notes.unconfirmed(["b"])).get("b")).toEqual({ once: at(5), twice: at(5) });
		});

		test("is known with the last state that was sent once", async () => {
			const [first, second] = [anEntry(), laterBy(1, anEntry())];
			const { arn } = first;
			const sent = async () => (await notes.unconfirmed([arn])).get(arn)?.entry;
			for (const entry of [second, first]) await notes.recordUnconfirmed([{ arn, readAt: entry.readAt, entry }], 1);
			expect(await sent()).toEqual(second);
			await notes.recordUnconfirmed([{ arn, readAt: second.readAt, entry: second }], 2);
			expect(await sent()).toEqual(second);
		});

		test("is nothing for no subjects", async () => {
			await notes.recordUnconfirmed([], 1);
			expect([...(await notes.unconfirmed([]))]).toEqual([]);
		});
	});

	describe("the pace of messages", () => {
		const claim = (destination: string, now: number) => notes.claimPost(destination, 1_000, { now, withinMs: 5_000 });

		test("is one a second to each destination, and independent of the reads", async () => {
			expect(await notes.claimRead(500, { now: 1_000, withinMs: 5_000 })).toBeNull();
			expect(await claim("default", 1_000)).toBeNull();
			expect(await claim("default", 1_999)).toBe(2_000);
			expect(await claim("webhook#payments", 1_999)).toBeNull();
			expect(await claim("default", 2_000)).toBeNull();
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
