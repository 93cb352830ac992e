import { beforeEach, expect, test } from "@jest/globals";
import type { ListPage } from "../../adapters/clients/list-page.ts";
import type { Ledger } from "../../adapters/dynamodb/ledger.ts";
import type { SweptEntries, SweptEntry } from "../../adapters/dynamodb/swept-entries.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { arnOf } from "../../core/subject.ts";
import { readAt } from "../support/builders.ts";
import { aFamily, anEntryOf } from "../support/verdicts.ts";

const entryOf = (family: string) => {
	const subject = aFamily(family);
	return anEntryOf({ subject, arn: arnOf(subject) });
};
const sweptOf = (entry: LedgerEntry, seenAt: string | null): SweptEntry => {
	const { subject, arn, state, readAt, rules, expiresAt = null } = entry;
	return { subject, arn, state, readAt, rules, seenAt, expiresAt };
};
const later = "2026-11-21T13:00:00.000Z";

/** What a sweep relies on when it reads the whole ledger. `open` returns an empty one. */
export function sweptEntriesContract(
	open: () => Promise<{ readonly ledger: Ledger; readonly entries: SweptEntries }>,
): void {
	let opened: Awaited<ReturnType<typeof open>>;
	beforeEach(async () => {
		opened = await open();
	});

	const all = async <Entry extends Pick<LedgerEntry, "arn">>(
		read: (token: string | null) => Promise<ListPage<Entry>>,
	): Promise<readonly Entry[]> => {
		const found: Entry[] = [];
		for (let token: string | null | undefined; token !== null; ) {
			const page = await read(token ?? null);
			found.push(...page.items);
			token = page.next;
		}
		return found.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
	};
	const entries = () => all((token) => opened.entries.page(token));
	const swept = () => all((token) => opened.entries.swept(token));

	test("an empty ledger has no entries", async () => {
		expect(await entries()).toEqual([]);
		expect(await swept()).toEqual([]);
	});

	test("every entry is found once, and no other item", async () => {
		const families = Array.from({ length: 60 }, (_, at) => entryOf(`web-${String(at).padStart(2, "0")}`));
		for (const entry of families) {
			await opened.ledger.write(entry, null);
			await opened.ledger.confirm(entry.arn, "slack", readAt);
		}
		expect(await entries()).toEqual(families);
		expect(await swept()).toEqual(families.map((entry) => sweptOf(entry, null)));
	});

	test("the entry of a subject that is gone is found until it expires", async () => {
		const entry = { ...entryOf("web"), state: "gone" as const, controls: {}, expiresAt: 4_102_444_800 };
		await opened.ledger.write(entry, null);
		expect(await swept()).toEqual([sweptOf(entry, null)]);
	});

	test("an entry that is still true is marked, and is not changed otherwise", async () => {
		const entry = entryOf("web");
		await opened.ledger.write(entry, null);
		expect(await opened.entries.touch(entry.arn, readAt, later)).toBe(true);
		expect(await swept()).toEqual([sweptOf(entry, later)]);
		expect(await entries()).toEqual([entry]);
		expect((await opened.ledger.read(entry.arn)).entry).toEqual(entry);
	});

	test("neither an entry that was replaced nor one that does not exist is marked", async () => {
		const entry = entryOf("web");
		expect(await opened.entries.touch(entry.arn, readAt, later)).toBe(false);
		await opened.ledger.write(entry, null);
		expect(await opened.entries.touch(entry.arn, later, later)).toBe(false);
		expect(await swept()).toEqual([sweptOf(entry, null)]);
	});

	test("a marked entry can be replaced, and the new one is not marked", async () => {
		const entry = entryOf("web");
		await opened.ledger.write(entry, null);
		await opened.entries.touch(entry.arn, readAt, later);
		const replacing = { ...entry, readAt: later };
		expect(await opened.ledger.write(replacing, readAt)).toEqual({ kind: "written" });
		expect(await swept()).toEqual([sweptOf(replacing, null)]);
	});
}
