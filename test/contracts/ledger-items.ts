import { describe, expect, test } from "@jest/globals";
import type { Ledger, UserPage } from "../../adapters/dynamodb/ledger.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import type { BlockCandidate, BlockIntent } from "../../domain/blocks/intent.ts";
import { aDigest, readAt } from "../support/builders.ts";
import { aFamily, anEntryOf } from "../support/verdicts.ts";

export interface LedgerUnderTest {
	readonly ledger: Ledger;
	/** What DynamoDB's time to live does: deletes every item whose `expiresAt`, in epoch seconds, lies before a time. */
	readonly expire: (at: number) => Promise<void>;
}

const entry = anEntryOf();
const { arn } = entry;
const intentFor = (revision: number, more: Partial<BlockIntent> = {}): BlockIntent => ({
	revision,
	resource: `${arn}:${revision}`,
	because: ["task-definition/read-only-root"],
	at: readAt,
	...more,
});

/** What blocking relies on: a block that was begun is remembered until it is on record. */
export function intentContract(ledgerOf: () => Ledger): void {
	describe("an intent to block", () => {
		const intents = async () => (await ledgerOf().read(arn)).intents;

		test("is found beside the entry, which it does not replace", async () => {
			await ledgerOf().write(entry, null);
			expect(await ledgerOf().recordIntent(arn, intentFor(8))).toBeNull();
			expect(await ledgerOf().read(arn)).toEqual({ entry, intents: [intentFor(8)], candidates: [] });
		});

		test("survives the next write of the entry", async () => {
			await ledgerOf().write(entry, null);
			await ledgerOf().recordIntent(arn, intentFor(8));
			await ledgerOf().write({ ...entry, readAt: "2026-11-21T12:09:00.000Z" }, readAt);
			expect(await intents()).toEqual([intentFor(8)]);
		});

		test("replaces the one for the same revision and returns it", async () => {
			const later = intentFor(8, { at: "2026-11-21T12:01:00.000Z" });
			await ledgerOf().recordIntent(arn, intentFor(8));
			expect(await ledgerOf().recordIntent(arn, later)).toEqual(intentFor(8));
			expect(await intents()).toEqual([later]);
		});

		test("is kept for each revision, in the order of the keys as text", async () => {
			for (const revision of [9, 10, 8]) expect(await ledgerOf().recordIntent(arn, intentFor(revision))).toBeNull();
			expect((await intents()).map(({ revision }) => revision)).toEqual([10, 8, 9]);
		});

		test("is new for one of two that are begun at the same time", async () => {
			const replaced = await Promise.all([intentFor(8), intentFor(8)].map((one) => ledgerOf().recordIntent(arn, one)));
			expect(replaced.filter((one) => one === null)).toHaveLength(1);
			expect(replaced).toContainEqual(intentFor(8));
		});

		test("is cleared without the others, also when there is none", async () => {
			await ledgerOf().recordIntent(arn, intentFor(8));
			await ledgerOf().recordIntent(arn, intentFor(80));
			await ledgerOf().clearIntent(arn, 8);
			await ledgerOf().clearIntent(arn, 8);
			expect(await intents()).toEqual([intentFor(80)]);
			expect(await ledgerOf().recordIntent(arn, intentFor(8))).toBeNull();
		});
	});
}

/** What blocking relies on: a registered revision that waits for a scan is remembered until it is decided about. */
export function candidateContract(underTest: () => LedgerUnderTest): void {
	describe("a revision that waits for a scan", () => {
		const candidates = async () => (await underTest().ledger.read(arn)).candidates;
		const [eight, ten] = [8, 10].map((revision) => ({ revision, until: "2026-11-22T12:00:00.000Z" })) as [
			BlockCandidate,
			BlockCandidate,
		];

		test("is found beside the entry and the intents, once for each revision", async () => {
			await underTest().ledger.write(entry, null);
			await underTest().ledger.recordIntent(arn, intentFor(8));
			for (const candidate of [eight, ten, eight]) await underTest().ledger.recordCandidate(arn, candidate);
			expect(await underTest().ledger.read(arn)).toMatchObject({
				entry,
				intents: [intentFor(8)],
				candidates: [ten, eight],
			});
		});

		test("is cleared without the others, also when there is none", async () => {
			for (const candidate of [eight, ten]) await underTest().ledger.recordCandidate(arn, candidate);
			for (const _ of "twice") await underTest().ledger.clearCandidate(arn, 8);
			expect(await candidates()).toEqual([ten]);
		});

		test("is forgotten when its registration is old", async () => {
			await underTest().ledger.recordCandidate(arn, eight);
			const until = Date.parse(eight.until) / 1_000;
			await underTest().expire(until - 1);
			expect(await candidates()).toEqual([eight]);
			await underTest().expire(until + 1);
			expect(await candidates()).toEqual([]);
		});
	});
}

const daySeconds = 86_400;

/** What an index relies on: it is checked again when one of its images is. */
export function linkContract(underTest: () => LedgerUnderTest): void {
	describe("a link", () => {
		const [index, other] = [aFamily("index"), aFamily("another-index")];
		const link = (...of: Parameters<Ledger["link"]>) => underTest().ledger.link(...of);
		const usersOf = async (used: string) => (await underTest().ledger.users(used, null)).users;

		test("is found at every subject that is used, and not at its user", async () => {
			const used = Array.from({ length: 25 }, (_, at) => `${arn}-${at}`);
			await link(index, used);
			expect(await Promise.all(used.map(usersOf))).toEqual(used.map(() => [index]));
			expect(await usersOf(arnOf(index))).toEqual([]);
			expect(await usersOf(arn)).toEqual([]);
		});

		test("is kept once for each user, in the order of their ARNs", async () => {
			await link(index, [arn]);
			await link(other, [arn]);
			await link(index, [arn, arn]);
			expect(await usersOf(arn)).toEqual([other, index]);
		});

		test("is found page by page when there are many", async () => {
			const users = Array.from({ length: 250 }, (_, at) => aFamily(`user-${String(at).padStart(3, "0")}`));
			for (const user of users) await link(user, [arn]);
			const found: unknown[] = [];
			let after: string | null = null;
			do {
				const page: UserPage = await underTest().ledger.users(arn, after);
				expect(page.users.length).toBeLessThan(users.length);
				found.push(...page.users);
				after = page.next;
			} while (after !== null);
			expect(found).toEqual(users);
		});

		test("stays when the user is linked to something else", async () => {
			await link(index, [arn]);
			await link(index, [`${arn}-2`]);
			await link(index, []);
			expect(await usersOf(arn)).toEqual([index]);
		});

		const { partition, account, region } = entry.subject;
		const anIndex: Subject = { kind: "image", partition, account, region, repository: "team/web", digest: aDigest() };

		test.each<[string, Subject]>([
			["an index", anIndex],
			["a family", index],
		])("of %s is forgotten half a year after it was made", async (_, user) => {
			await link(user, [arn]);
			const now = Date.now() / 1_000;
			await underTest().expire(now + 180 * daySeconds - 3_600);
			expect(await usersOf(arn)).toMatchObject([{ kind: user.kind }]);
			await underTest().expire(now + 180 * daySeconds + 3_600);
			expect(await usersOf(arn)).toEqual([]);
		});
	});
}
