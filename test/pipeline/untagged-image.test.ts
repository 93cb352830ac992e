import { describe, expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { ImageSubject, Subject } from "../../core/subject.ts";
import { isHeldBack } from "../../domain/notifications/held-back.ts";
import { aboutUntagged } from "../../pipeline/untagged-image.ts";
import { aDigest, readAt } from "../support/builders.ts";
import { anEntry, imageSubject, serviceSubject } from "../support/entries.ts";
import { aFamily } from "../support/verdicts.ts";

const subject = imageSubject() as ImageSubject;
const index: ImageSubject = { ...subject, digest: aDigest("f") };
const about = { pushedAt: "2026-11-21T11:59:00.000Z", sizeBytes: "1" };
const tomorrow = "2026-11-22T12:00:00.000Z";

/** `users`: in pages of one. */
const recorded = (
	users: readonly Subject[],
	before: LedgerEntry | null = null,
	more: Readonly<Record<string, string>> = {},
) => {
	const ledger = {
		users: async (_: string, after: string | null) => {
			const at = Number(after ?? 0);
			return { users: users.slice(at, at + 1), next: at + 1 < users.length ? String(at + 1) : null };
		},
	};
	return aboutUntagged({ subject, readAt, about: { ...about, ...more } }, before, ledger);
};
const entryOf = (of: Readonly<Record<string, string>>, more: Partial<LedgerEntry> = {}) =>
	anEntry({ subject, about: { ...about, ...of }, readAt: "2026-11-21T11:59:30.000Z", ...more });

describe("an image that never had a tag", () => {
	test("is held back with its index, once that is known, and also when the index is deleted", async () => {
		expect(await recorded([index])).toEqual({ index: index.digest });
		expect(await recorded([index], entryOf({ awaitsIndexUntil: tomorrow }))).toEqual({ index: index.digest });
		expect(await recorded([], entryOf({ index: index.digest }))).toEqual({ index: index.digest });
	});

	test("may have been pushed before its index, and is held back for a day from its first check on", async () => {
		expect(await recorded([])).toEqual({ awaitsIndexUntil: tomorrow });
		const awaiting = { awaitsIndexUntil: "2026-11-21T13:00:00.000Z" };
		expect(await recorded([], entryOf(awaiting))).toEqual(awaiting);
	});

	test.each([[[aFamily()]], [[serviceSubject()]], [[index, { ...index, digest: aDigest("e") }, aFamily()]]])(
		"is not held back if something runs it by its digest",
		async (users) => {
			expect(await recorded(users)).toBeNull();
			expect(await recorded(users, entryOf({ index: index.digest }))).toBeNull();
		},
	);

	test("is not held back any more when somebody may have heard of it", async () => {
		expect(await recorded([index], entryOf({}))).toBeNull();
		expect(await recorded([index], entryOf({ tags: "latest" }))).toBeNull();
		expect(await recorded([index], entryOf({ awaitsIndexUntil: "2026-11-21T11:00:00.000Z" }))).toBeNull();
		expect(await recorded([index], entryOf({}, { state: "gone" }))).toEqual({ index: index.digest });
	});
});

test("an image with a tag, or whose tags could not be read, is never held back, nor is another subject", async () => {
	expect(await recorded([index], null, { tags: "1.0.0" })).toBeNull();
	expect(await recorded([index], entryOf({ index: index.digest }), { tags: "1.0.0" })).toBeNull();
	const users = async () => ({ users: [], next: null });
	expect(await aboutUntagged({ subject, readAt, about: { sizeBytes: "0" } }, null, { users })).toBeNull();
	expect(await aboutUntagged({ subject: aFamily(), readAt, about }, null, { users })).toBeNull();
});

test("an image is held back while it is known with an index, or until the time at which it should be", () => {
	const isHeld = (of: Readonly<Record<string, string>>, more: Partial<LedgerEntry> = {}) =>
		isHeldBack(anEntry({ subject, about: of, readAt, ...more }));
	expect(isHeld({ index: index.digest })).toBe(true);
	expect(isHeld({ awaitsIndexUntil: tomorrow })).toBe(true);
	expect(isHeld({ awaitsIndexUntil: readAt })).toBe(false);
	expect(isHeld({})).toBe(false);
	expect(isHeld({ index: index.digest }, { subject: aFamily() })).toBe(false);
});
