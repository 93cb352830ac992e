import { beforeEach, describe, expect, test } from "@jest/globals";
import { fitToItem } from "../../adapters/dynamodb/fit-to-item.ts";
import type { Ledger } from "../../adapters/dynamodb/ledger.ts";
import { entryAfter, type LedgerEntry } from "../../core/ledger.ts";
import { arnOf } from "../../core/subject.ts";
import { readAt } from "../support/builders.ts";
import { aBlock, aFamily, anEntryOf, aRecordedVerdict } from "../support/verdicts.ts";
import { candidateContract, intentContract, type LedgerUnderTest, linkContract } from "./ledger-items.ts";
import { publishedContract } from "./published.ts";

const control = "task-definition/read-only-root";
const entryAt = (minute: number, more: Partial<LedgerEntry> = {}): LedgerEntry =>
	anEntryOf({
		readAt: `2026-11-21T12:${String(minute).padStart(2, "0")}:00.000Z`,
		controls: { [control]: aRecordedVerdict({ message: `judged in minute ${minute}` }) },
		...more,
	});
const [first, second, third] = [entryAt(1), entryAt(2), entryAt(3)];
const { arn } = first;
const written = { kind: "written" };

/** What the pipeline relies on in the memory of what was judged. `open` answers an empty ledger, for every test a new one. */
export function ledgerContract(open: () => Promise<LedgerUnderTest>): void {
	let ledger: Ledger;
	let expire: LedgerUnderTest["expire"];
	beforeEach(async () => {
		({ ledger, expire } = await open());
	});
	const stored = async () => (await ledger.read(arn)).entry;

	describe("read", () => {
		test("finds nothing about a subject that was never recorded", async () => {
			expect(await ledger.read(arn)).toEqual({ entry: null, intents: [], candidates: [] });
		});

		test("finds an entry as it was written, without keys that hold undefined", async () => {
			const whole = entryAt(1, { blocks: [aBlock()], about: { revision: "8" }, remembered: { [control]: readAt } });
			await ledger.write({ ...whole, about: { ...whole.about, tags: undefined as never } }, null);
			expect(await stored()).toStrictEqual(whole);
		});

		test("does not find the entry of a subject whose name begins alike", async () => {
			const subject = aFamily("web-admin");
			await ledger.write({ ...first, subject, arn: arnOf(subject) }, null);
			expect(await stored()).toBeNull();
		});

		test("is not affected by later changes to an object that was written or read", async () => {
			const block = { ...aBlock() };
			await ledger.write({ ...first, blocks: [block] }, null);
			Object.assign(block, { outcome: "failed" });
			Object.assign((await stored())?.blocks[0] ?? {}, { outcome: "gone" });
			expect((await stored())?.blocks).toEqual([aBlock()]);
		});
	});

	describe("write", () => {
		test("stores the first entry of a subject", async () => {
			expect(await ledger.write(first, null)).toEqual(written);
			expect(await stored()).toEqual(first);
		});

		test("replaces the entry that was read by a later reading", async () => {
			await ledger.write(first, null);
			expect(await ledger.write(second, first.readAt)).toEqual(written);
			expect(await stored()).toEqual(second);
		});

		test.each<[string, LedgerEntry, string | null]>([
			["the entry that was read has been replaced", third, first.readAt],
			["there was no entry when it was read", third, null],
			["the reading is earlier than the stored one", first, second.readAt],
			["the reading is as late as the stored one", { ...second, rules: "rules-2" }, second.readAt],
			["the reading is earlier and based on an entry that has been replaced", first, first.readAt],
		])("keeps the stored entry and returns it when %s", async (_, entry, previousReadAt) => {
			await ledger.write(second, null);
			expect(await ledger.write(entry, previousReadAt)).toEqual({ kind: "conflict", stored: second });
			expect(await stored()).toEqual(second);
		});

		test.each<[string, string | null]>([
			["a first write", null],
			["a replacement", first.readAt],
		])("counts a retry of its own work as written: %s", async (_, previousReadAt) => {
			if (previousReadAt !== null) await ledger.write(first, null);
			await ledger.write({ ...second, remembered: undefined as never }, previousReadAt);
			expect(await ledger.write({ ...second }, previousReadAt)).toEqual(written);
		});

		test("stores a new entry when the one that was read has been forgotten since", async () => {
			expect(await ledger.write(second, first.readAt)).toEqual(written);
			expect(await stored()).toEqual(second);
		});

		test("stores a first entry beside other items of its subject", async () => {
			await ledger.confirm(arn, "slack", third.readAt);
			await ledger.link(aFamily("user"), [arn]);
			expect(await ledger.write(first, null)).toEqual(written);
			expect(await ledger.publishedAt(arn, "slack")).toBe(third.readAt);
		});

		test.each<[string, readonly LedgerEntry[], LedgerEntry | null]>([
			["a first entry", [second, third], null],
			["a replacement", [second, third], first],
			["the same readAt", [second, { ...second, rules: "rules-2" }], first],
		])("lets one of two writers win and shows its entry to the other: %s", async (_, entries, before) => {
			if (before !== null) await ledger.write(before, null);
			const results = await Promise.all(entries.map((entry) => ledger.write(entry, before?.readAt ?? null)));
			const winner = entries.filter((_, at) => results[at]?.kind === "written");
			expect(winner).toHaveLength(1);
			expect(await stored()).toEqual(winner[0]);
			expect(results).toContainEqual({ kind: "conflict", stored: winner[0] });
		});
	});

	describe("an entry that is larger than an item", () => {
		const large = entryAt(1, {
			controls: {
				[control]: aRecordedVerdict({
					message: "ü".repeat(400_000),
					containers: Array.from({ length: 60 }, (_, at) => `container-${at}`),
				}),
			},
		});

		test("is cut until it fits, and its retry counts as written", async () => {
			expect(await ledger.write(large, null)).toEqual(written);
			expect(await stored()).toEqual(fitToItem(large));
			expect(await ledger.write(large, null)).toEqual(written);
		});

		test("is refused with a RangeError when cutting does not suffice, and nothing is stored", async () => {
			const blocks = [aBlock({ reason: "x".repeat(500_000) })];
			await expect(async () => ledger.write({ ...first, blocks }, null)).rejects.toThrow(RangeError);
			expect(await stored()).toBeNull();
		});
	});

	describe("a subject that is gone", () => {
		const look = { subject: aFamily(), readAt: second.readAt, rules: "rules-1", verdicts: null, blocks: [], about: {} };
		const gone = entryAfter(first, look);
		const { expiresAt = 0 } = gone;

		test("is forgotten when its time is over, and can be recorded anew", async () => {
			await ledger.write(gone, null);
			await expire(expiresAt);
			expect(await stored()).toEqual(gone);
			await expire(expiresAt + 1);
			expect(await stored()).toBeNull();
			expect(await ledger.write(third, gone.readAt)).toEqual(written);
		});

		test("is kept when it came back", async () => {
			await ledger.write(gone, null);
			await ledger.write(third, gone.readAt);
			await expire(expiresAt + 1);
			expect(await stored()).toEqual(third);
		});
	});

	intentContract(() => ledger);
	candidateContract(() => ({ ledger, expire }));
	linkContract(() => ({ ledger, expire }));
	publishedContract(async () => ({ published: ledger, expire }));
}
