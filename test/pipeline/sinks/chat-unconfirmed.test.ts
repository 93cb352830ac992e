import { beforeEach, describe, expect, test } from "@jest/globals";
import type { SentState } from "../../../adapters/dynamodb/unconfirmed.ts";
import { TryLaterError, UnconfirmedError } from "../../../core/errors.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

let chat: RecordingChat;
beforeEach(() => {
	chat = new RecordingChat();
});

const control = "task-definition/read-only-root";
const entryOf = (name: string) => anEntry({ subject: repositorySubject(name) });
const passes = { controls: { [control]: aRecordedVerdict({ status: "pass" }) } };
const a = entryOf("a");
const noAnswer = () => new UnconfirmedError("Slack did not respond (TimeoutError)");
const records = (count: number) =>
	Array.from({ length: count }, (_, at) => aStreamRecord(at + 1, null, entryOf(`r${at}`)));
/** How often each notification is shown. */
const shown = (): Map<string, number> => {
	const all = chat.posted.flatMap(([, about]) => about);
	return new Map(all.map((one) => [one, all.filter((other) => other === one).length]));
};

describe("g8: a message without an answer", () => {
	test("is repeated once, and then is a dead letter, which is stored once", async () => {
		chat.trouble = noAnswer;
		const record = aStreamRecord(1, null, a);
		expect(await chat.handle(record)).toEqual([1]);
		for (let delivery = 0; delivery < 20; delivery++) expect(await chat.handle(record)).toEqual([]);
		expect(chat.posted).toHaveLength(2);
		expect(chat.ports.publishedOf(a.arn)).toBe(a.readAt);
		const body = { destination: {}, told: [{ arn: a.arn, readAt: a.readAt }], message: ["a failing"] };
		const reason = "unconfirmed twice: Slack did not respond (TimeoutError)";
		expect(chat.ports.undelivered).toMatchObject([{ subject: a.arn, reason, body }]);
		expect(chat.ports.log).toContain(`undelivered: ${reason}`);
	});

	test("twice is a dead letter at once, and not posted again, although an earlier change of the batch is", async () => {
		const away = { ...entryOf("s"), destination: { webhook: "ops" } };
		const batch = [aStreamRecord(1, null, away), aStreamRecord(2, null, a)];
		chat.trouble = (key) => (key === "default" ? noAnswer() : new TryLaterError("Slack responded with 503"));
		expect(await chat.handle(...batch)).toEqual([1, 2]);
		for (let delivery = 0; delivery < 5; delivery++) expect(await chat.handle(...batch)).toEqual([1]);
		expect(chat.ports.undelivered).toHaveLength(1);
		chat.trouble = () => undefined;
		expect(await chat.handle(...batch)).toEqual([]);
		expect(chat.posted.map(([key]) => key)).toEqual(["default", "default", "webhook#ops"]);
	});

	test("twice loses and reorders nothing else of its subject and of its batch", async () => {
		chat.trouble = noAnswer;
		const fixed = laterBy(1, a, passes);
		const batch = [aStreamRecord(1, null, a), aStreamRecord(2, a, fixed), aStreamRecord(3, null, entryOf("b"))];
		expect(await chat.handle(...batch.slice(0, 1))).toEqual([1]);
		expect(await chat.handle(...batch)).toEqual([2, 3]);
		expect(chat.ports.undelivered).toMatchObject([{ body: { message: ["a failing"] } }]);
		chat.trouble = () => undefined;
		expect(await chat.handle(...batch.slice(1))).toEqual([]);
		expect(chat.posted.map(([, about]) => about)).toEqual([["a failing"], ["a failing"], ["a closed"], ["b failing"]]);
		expect(chat.ports.publishedOf(a.arn)).toBe(fixed.readAt);
		expect(chat.ports.undelivered).toHaveLength(1);
	});

	test("twice waits for a dead-letter queue that does not answer, and is not posted meanwhile", async () => {
		chat.trouble = noAnswer;
		const batch = [aStreamRecord(1, null, a), aStreamRecord(2, a, laterBy(1, a, passes))];
		await chat.handle(...batch.slice(0, 1));
		chat.ports.isQueueDown = true;
		for (let delivery = 0; delivery < 3; delivery++) expect(await chat.handle(...batch)).toEqual([1, 2]);
		expect(chat.ports.publishedOf(a.arn)).toBeUndefined();
		chat.ports.isQueueDown = false;
		await chat.handle(...batch);
		expect(shown().get("a failing")).toBe(2);
		expect(chat.ports.undelivered).toMatchObject([{ reason: "unconfirmed twice", body: { message: ["a failing"] } }]);
	});

	test("is repeated once more if what was surely not accepted came in between", async () => {
		const record = aStreamRecord(1, null, a);
		chat.trouble = noAnswer;
		await chat.handle(record);
		chat.trouble = () => new TryLaterError("Slack responded with 503");
		for (let delivery = 0; delivery < 5; delivery++) expect(await chat.handle(record)).toEqual([1]);
		chat.trouble = () => undefined;
		expect(await chat.handle(record)).toEqual([]);
		expect(chat.posted).toHaveLength(2);
	});

	test("is not repeated while it cannot be read whether it was sent", async () => {
		chat.trouble = noAnswer;
		const record = aStreamRecord(1, null, a);
		await chat.handle(record);
		const { unconfirmed } = chat.ports.notes;
		Object.assign(chat.ports.notes, {
			unconfirmed: async () => {
				throw new TryLaterError("dynamodb:GetItem did not respond");
			},
		});
		for (let delivery = 0; delivery < 5; delivery++) expect(await chat.handle(record)).toEqual([1]);
		expect(chat.posted).toHaveLength(1);
		Object.assign(chat.ports.notes, { unconfirmed });
		expect(await chat.handle(record)).toEqual([]);
		expect(chat.posted).toHaveLength(2);
	});

	test("that could not be recorded says so in the log", async () => {
		chat.trouble = noAnswer;
		Object.assign(chat.ports.notes, {
			recordUnconfirmed: async () => {
				throw new TryLaterError("dynamodb:UpdateItem did not respond");
			},
		});
		expect(await chat.handle(aStreamRecord(1, null, a))).toEqual([1]);
		expect(chat.ports.log).toContain(
			"failed: Slack did not respond (TimeoutError); this could not be recorded: dynamodb:UpdateItem did not respond",
		);
	});

	test("that is a digest repeats each change at most once, whatever the next batch is made of", async () => {
		chat.trouble = noAnswer;
		const all = records(12);
		await chat.handle(...all.slice(0, 6));
		await chat.handle(...all.slice(2, 9));
		await chat.handle(...all);
		for (let delivery = 0; delivery < 5; delivery++) await chat.handle(...all);
		expect(await chat.handle(...all)).toEqual([]);
		expect(Math.max(...shown().values())).toBe(2);
		expect(shown().size).toBe(12);
		expect(chat.ports.ledger.published.size).toBe(12);
		const kept = chat.ports.undelivered.flatMap(({ body }) => (body as { message: string[] }).message);
		expect(kept.toSorted()).toEqual([...shown().keys()].toSorted());
	});

	test("that is a digest with two pieces of news of a subject repeats neither more than once", async () => {
		chat.trouble = noAnswer;
		const unread = aRecordedVerdict({ status: "unknown", lastFailure: { severity: "HIGH", containers: [] } });
		const user = "task-definition/non-root-user";
		const good = laterBy(0, a, { controls: { [control]: aRecordedVerdict({ status: "pass" }) } });
		const failing = laterBy(1, a, { controls: { [control]: aRecordedVerdict({ severity: "LOW" }) } });
		const later = laterBy(2, a, { controls: { [control]: unread, [user]: aRecordedVerdict() } });
		const batch = [aStreamRecord(8, good, failing), aStreamRecord(9, failing, later), ...records(5)];
		const { recordUnconfirmed } = chat.ports.notes;
		// The writes are made at the same time, so the last state may be recorded first.
		Object.assign(chat.ports.notes, {
			recordUnconfirmed: (states: readonly SentState[], time: 1 | 2) => recordUnconfirmed(states.toReversed(), time),
		});
		for (let delivery = 0; delivery < 4; delivery++) await chat.handle(...batch);
		expect([...shown().values()]).toEqual(Array(7).fill(2));
	});

	test("keeps what has happened since from cancelling it out", async () => {
		chat.trouble = noAnswer;
		const fixed = laterBy(1, a, passes);
		expect(await chat.handle(aStreamRecord(1, null, a))).toEqual([1]);
		chat.trouble = () => undefined;
		expect(await chat.handle(aStreamRecord(1, null, a), aStreamRecord(2, a, fixed))).toEqual([]);
		expect(chat.posted.map(([, about]) => about)).toEqual([["a failing"], ["a failing"], ["a closed"]]);
		expect(chat.ports.publishedOf(a.arn)).toBe(fixed.readAt);
	});

	test("makes the destination unavailable for the rest of the batch", async () => {
		chat.trouble = noAnswer;
		expect(await chat.handle(...records(3))).toEqual([1, 2, 3]);
		expect(chat.posted).toHaveLength(1);
	});
});

describe("a function that is killed between a message and its confirmation", () => {
	test("repeats that message, and no other one", async () => {
		const all = records(4);
		const never = new Promise<void>(() => undefined);
		const { confirm } = chat.ports.ledger;
		let confirmations = 0;
		chat.ports.ledger.confirm = (...of) => (++confirmations === 3 ? never : confirm.apply(chat.ports.ledger, of));
		void chat.handle(...all);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(chat.posted).toHaveLength(3);
		chat.ports.ledger.confirm = confirm;
		expect(await chat.handle(...all)).toEqual([]);
		expect([...shown().values()]).toEqual([1, 1, 2, 1]);
	});

	test("of a batch of which a record could not be read repeats nothing less when it can be", async () => {
		const fixed = laterBy(1, a, passes);
		const batch = [aStreamRecord(1, null, a), aStreamRecord(2, a, fixed)];
		const { publishedAt } = chat.ports.ledger;
		let readings = 0;
		chat.ports.ledger.publishedAt = async (...of) => {
			if (++readings === 2) throw new TryLaterError("dynamodb:GetItem did not respond");
			return publishedAt.apply(chat.ports.ledger, of);
		};
		const { confirm } = chat.ports.ledger;
		chat.ports.ledger.confirm = () => new Promise<void>(() => undefined);
		void chat.handle(...batch);
		await new Promise((resolve) => setTimeout(resolve, 50));
		chat.ports.ledger.confirm = confirm;
		expect(await chat.handle(...batch)).toEqual([]);
		// Not the failure without its end.
		expect(chat.posted).toEqual([]);
	});

	test("repeats of a digest only what it could not confirm", async () => {
		const all = records(30);
		const { confirm } = chat.ports.ledger;
		let confirmations = 0;
		chat.ports.ledger.confirm = (...of) =>
			++confirmations > 10 ? new Promise<void>(() => undefined) : confirm.apply(chat.ports.ledger, of);
		void chat.handle(...all);
		await new Promise((resolve) => setTimeout(resolve, 50));
		chat.ports.ledger.confirm = confirm;
		expect(await chat.handle(...all)).toEqual([]);
		expect(chat.posted.map(([, about]) => about.length)).toEqual([30, 20]);
		expect(Math.max(...shown().values())).toBe(2);
	});
});

describe("a digest that becomes a dead letter", () => {
	test("after six hours is one, with where it goes, and does not take newer changes along", async () => {
		chat.trouble = () => new TryLaterError("Slack responded with 503");
		const old = chat.ports.time - 6 * 3_600_000;
		const entries = Array.from({ length: 8 }, (_, at) => entryOf(`r${at}`));
		const batch = entries.map((entry, at) => aStreamRecord(at + 1, null, entry, at < 6 ? old : chat.ports.time));
		expect(await chat.handle(...batch)).toEqual([7, 8]);
		expect(chat.ports.undelivered).toMatchObject([
			{ sink: "slack", body: { destination: {}, message: entries.slice(0, 6).map((_, at) => `r${at} failing`) } },
		]);
	});

	test("because it was rejected is one, and waits for the other destinations of its batch", async () => {
		chat.trouble = (key) =>
			key === "default" ? new Error("Slack rejected the message") : new TryLaterError("Slack responded with 503");
		const away = { ...entryOf("s"), destination: { webhook: "ops" } };
		const batch = [...records(5).slice(0, 2), aStreamRecord(3, null, away), ...records(6).slice(3)];
		expect(await chat.handle(...batch)).toEqual([1, 2, 3, 4, 5, 6]);
		expect(chat.ports.undelivered).toEqual([]);
		chat.trouble = (key) => (key === "default" ? new Error("Slack rejected the message") : undefined);
		expect(await chat.handle(...batch)).toEqual([]);
		const message = ["r0", "r1", "r3", "r4", "r5"].map((name) => `${name} failing`);
		expect(chat.ports.undelivered).toMatchObject([{ body: { destination: {}, message } }]);
	});
});
