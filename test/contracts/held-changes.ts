import { beforeEach, describe, expect, test } from "@jest/globals";
import type { HeldChanges } from "../../adapters/dynamodb/held-changes.ts";
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

	describe("what is held of a subject", () => {
		test("is nothing at first", async () => {
			expect([await held.read(arn), await held.list(10)]).toEqual([null, []]);
		});

		test("begins with the state before the first change, also if there was none", async () => {
			await held.hold(arn, null, entry.readAt);
			await held.hold(arn, entry, laterBy(1, entry).readAt);
			await held.hold(other.arn, other, laterBy(1, other).readAt);
			await held.hold(other.arn, laterBy(1, other), laterBy(2, other).readAt);
			expect(await held.read(arn)).toEqual({ arn, before: null });
			expect(await held.read(other.arn)).toEqual({ arn: other.arn, before: other });
		});

		test("begins at the state that was told since, and is released as before", async () => {
			await held.beginAt(arn, entry);
			expect(await held.read(arn)).toBeNull();
			const [told, later] = [laterBy(1, entry), laterBy(2, entry)];
			await held.hold(arn, null, later.readAt);
			await held.beginAt(arn, told);
			expect(await held.read(arn)).toEqual({ arn, before: told });
			await held.hold(arn, later, laterBy(3, entry).readAt);
			await held.release(arn, later.readAt);
			expect(await held.read(arn)).toEqual({ arn, before: told });
			await held.release(arn, laterBy(3, entry).readAt);
			expect(await held.read(arn)).toBeNull();
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
			expect(await held.read(arn)).toEqual({ arn, before: null });
			await held.release(arn, later.readAt);
			expect(await held.read(arn)).toBeNull();
			await held.release(arn, later.readAt);
		});
	});

	test("the current entry of a subject is that of the ledger", async () => {
		expect(await held.current(other.arn)).toEqual(other);
		expect(await held.current(arn)).toBeNull();
	});
}
