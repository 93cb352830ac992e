import { beforeEach, describe, expect, test } from "@jest/globals";
import type { HeldChanges } from "../../adapters/dynamodb/held-changes.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { anEntry, laterBy, repositorySubject } from "../support/entries.ts";

const entry = anEntry();
const other = anEntry({ subject: repositorySubject() });
const { arn } = entry;

/** What the quiet hours rely on. `open` returns a table in which only these entries are, and nothing is held. */
export function heldChangesContract(open: (entries: readonly LedgerEntry[]) => Promise<HeldChanges>): void {
	let held: HeldChanges;
	beforeEach(async () => {
		held = await open([other]);
	});

	const readHeld = async (of: string) => (await held.list(10)).find((one) => one.arn === of) ?? null;

	describe("what is held of a subject", () => {
		test("is nothing at first", async () => {
			expect([await readHeld(arn), await held.list(10)]).toEqual([null, []]);
		});

		test("begins with the state before the first change, also if there was none", async () => {
			await held.hold(arn, null, entry.readAt);
			await held.hold(arn, entry, laterBy(1, entry).readAt);
			await held.hold(other.arn, other, laterBy(1, other).readAt);
			await held.hold(other.arn, laterBy(1, other), laterBy(2, other).readAt);
			expect(await readHeld(arn)).toEqual({ arn, before: null });
			expect(await readHeld(other.arn)).toEqual({ arn: other.arn, before: other });
		});

		test("begins at the state that was told since, and is released as before", async () => {
			await held.beginAt(arn, entry);
			expect(await readHeld(arn)).toBeNull();
			const [told, later] = [laterBy(1, entry), laterBy(2, entry)];
			await held.hold(arn, null, later.readAt);
			await held.beginAt(arn, told);
			expect(await readHeld(arn)).toEqual({ arn, before: told });
			await held.hold(arn, later, laterBy(3, entry).readAt);
			await held.release(arn, later.readAt);
			expect(await readHeld(arn)).toEqual({ arn, before: told });
			await held.release(arn, laterBy(3, entry).readAt);
			expect(await readHeld(arn)).toBeNull();
		});

		test("never begins at an earlier state than before", async () => {
			const [first, second, third] = [laterBy(1, entry), laterBy(2, entry), laterBy(3, entry)];
			await held.hold(arn, first, third.readAt);
			for (const told of [second, first]) await held.beginAt(arn, told);
			expect(await readHeld(arn)).toEqual({ arn, before: second });
		});

		test("is listed with that of other subjects", async () => {
			for (const one of [entry, other]) await held.hold(one.arn, one, one.readAt);
			expect((await held.list(10)).map((one) => one.arn).sort()).toEqual([arn, other.arn].sort());
			expect(await held.list(1)).toHaveLength(1);
		});

		test("is released with the last state that was held, but not with an earlier one", async () => {
			const later = laterBy(1, entry);
			await held.hold(arn, null, later.readAt);
			await held.release(arn, entry.readAt);
			expect(await readHeld(arn)).toEqual({ arn, before: null });
			await held.release(arn, later.readAt);
			expect(await readHeld(arn)).toBeNull();
			await held.release(arn, later.readAt);
		});
	});

	describe("a function that sends what is held of a subject claims it", () => {
		const [now, until] = [1_000, 61_000];
		const later = laterBy(1, entry);
		const claim = (at = now) => held.claim(arn, { now: at, until: at + until - now });
		beforeEach(async () => {
			await held.hold(arn, entry, later.readAt);
		});

		test("which tells it where to begin, and if nothing is held", async () => {
			expect(await claim()).toEqual({ arn, before: entry });
			expect(await held.claim(other.arn, { now, until })).toBeNull();
			expect((await held.list(10)).map((one) => one.arn)).toEqual([arn]);
		});

		test("so that no other one can, until it is done or its time is over", async () => {
			await claim();
			await held.beginAt(arn, later);
			await expect(claim()).rejects.toThrow(TryLaterError);
			await expect(claim(until - 1)).rejects.toThrow(TryLaterError);
			expect(await claim(until)).toEqual({ arn, before: later });
			await held.unclaim(arn);
			await claim(until);
			await held.release(arn, entry.readAt);
			await claim(until);
			await held.release(arn, later.readAt);
			expect(await claim(until)).toBeNull();
			await held.unclaim(arn);
			expect(await held.list(10)).toEqual([]);
		});
	});

	test("the current entry of a subject is that of the ledger", async () => {
		expect(await held.current(other.arn)).toEqual(other);
		expect(await held.current(arn)).toBeNull();
	});
}
