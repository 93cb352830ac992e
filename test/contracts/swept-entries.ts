import { beforeEach, expect, test } from "@jest/globals";
import type { Ledger } from "../../adapters/dynamodb/ledger.ts";
import type { SweptEntries, SweptEntry } from "../../adapters/dynamodb/swept-entries.ts";
import { arnOf } from "../../core/subject.ts";
import { readAt } from "../support/builders.ts";
import { aFamily, anEntryOf } from "../support/verdicts.ts";

const entryOf = (family: string) => {
	const subject = aFamily(family);
	return anEntryOf({ subject, arn: arnOf(subject) });
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

	const all = async (): Promise<readonly SweptEntry[]> => {
		const found: SweptEntry[] = [];
		for (let token: string | null | undefined; token !== null; ) {
			const page: Awaited<ReturnType<SweptEntries["page"]>> = await opened.entries.page(token ?? null);
			found.push(...page.items);
			token = page.next;
		}
		return found.toSorted((a, b) => (a.entry.arn < b.entry.arn ? -1 : 1));
	};

	test("an empty ledger has no entries", async () => {
		expect(await all()).toEqual([]);
	});

	test("every entry is found once, and no other item", async () => {
		const families = Array.from({ length: 60 }, (_, at) => entryOf(`web-${String(at).padStart(2, "0")}`));
		for (const entry of families) {
			await opened.ledger.write(entry, null);
			await opened.ledger.confirm(entry.arn, "slack", readAt);
		}
		expect(await all()).toEqual(families.map((entry) => ({ entry, seenAt: null })));
	});

	test("an entry that is still true is marked, and is not changed otherwise", async () => {
		const entry = entryOf("web");
		await opened.ledger.write(entry, null);
		expect(await opened.entries.touch(entry.arn, readAt, later)).toBe(true);
		expect(await all()).toEqual([{ entry, seenAt: later }]);
		expect((await opened.ledger.read(entry.arn)).entry).toEqual(entry);
	});

	test("neither an entry that was replaced nor one that does not exist is marked", async () => {
		const entry = entryOf("web");
		expect(await opened.entries.touch(entry.arn, readAt, later)).toBe(false);
		await opened.ledger.write(entry, null);
		expect(await opened.entries.touch(entry.arn, later, later)).toBe(false);
		expect(await all()).toEqual([{ entry, seenAt: null }]);
	});

	test("a marked entry can be replaced, and the new one is not marked", async () => {
		const entry = entryOf("web");
		await opened.ledger.write(entry, null);
		await opened.entries.touch(entry.arn, readAt, later);
		const replacing = { ...entry, readAt: later };
		expect(await opened.ledger.write(replacing, readAt)).toEqual({ kind: "written" });
		expect(await all()).toEqual([{ entry: replacing, seenAt: null }]);
	});
}
