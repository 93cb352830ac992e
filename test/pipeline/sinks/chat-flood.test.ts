import { beforeEach, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { drainShard } from "../../support/drained-shard.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const control = "task-definition/read-only-root";
const entryOf = (name: string): LedgerEntry => anEntry({ subject: repositorySubject(name) });

let chat: RecordingChat;
let began: number;
beforeEach(() => {
	chat = new RecordingChat();
	began = chat.ports.time;
});

const drain = (records: ReturnType<typeof aStreamRecord>[]) => drainShard(records, chat);
const shown = () => chat.posted.flatMap(([, about]) => about);
/** The least time between two messages, in milliseconds. */
const leastPause = () => Math.min(...chat.times.slice(1).map((time, at) => time - (chat.times[at] ?? 0)));

test("F11: 5,000 changes in a minute are at most 100 messages, one a second, and none is missing", async () => {
	const entries = Array.from({ length: 5_000 }, (_, at) => entryOf(`r${at}`));
	const records = entries.map((entry, at) => aStreamRecord(at + 1, null, entry, began + Math.floor(at * 12)));
	await drain(records);
	expect(chat.posted.length).toBeLessThanOrEqual(100);
	expect(leastPause()).toBeGreaterThanOrEqual(1_000);
	expect(shown().toSorted()).toEqual(entries.map((_, at) => `r${at} failing`).toSorted());
	expect(entries.every(({ arn, readAt }) => chat.ports.publishedOf(arn) === readAt)).toBe(true);
	expect(chat.ports.undelivered).toEqual([]);
});

test("L13: after an hour's outage everything arrives, in order per subject, in one digest for each destination", async () => {
	chat.trouble = () =>
		chat.ports.time < began + 3_600_000 ? new TryLaterError("Slack responded with 503") : undefined;
	const severities = ["MEDIUM", "HIGH", "CRITICAL"] as const;
	const changing = severities.map((severity, at) =>
		laterBy(at, entryOf("changing"), { controls: { [control]: aRecordedVerdict({ severity }) } }),
	);
	const others = Array.from({ length: 57 }, (_, at): LedgerEntry => {
		return { ...entryOf(`r${at}`), ...(at % 3 === 0 ? { destination: { webhook: "ops" } } : {}) };
	});
	const all = [...others.slice(0, 20), ...changing.slice(0, 2), ...others.slice(20), ...changing.slice(2)];
	const before = (entry: LedgerEntry) => changing[changing.indexOf(entry) - 1] ?? null;
	// The first is tried alone, the others are written while it is.
	const records = all.map((entry, at) => {
		return aStreamRecord(at + 1, before(entry), entry, began + (at === 0 ? 0 : 30_000 + at * 50_000));
	});
	await drain(records);
	expect(chat.posted.map(([key, about]) => [key, about.length])).toEqual([
		["webhook#ops", 1],
		["default", 39],
		["webhook#ops", 18],
	]);
	expect(shown().filter((one) => one.startsWith("changing"))).toEqual(["changing failing"]);
	expect(shown()).toHaveLength(58);
	expect(chat.ports.undelivered).toEqual([]);
	expect(all.every(({ arn }) => chat.ports.publishedOf(arn) !== undefined)).toBe(true);
});

test("an outage that ends before six hours leaves no dead letter", async () => {
	chat.trouble = () => (chat.ports.time < began + 5.5 * 3_600_000 ? new TryLaterError("503") : undefined);
	await drain(Array.from({ length: 10 }, (_, at) => aStreamRecord(at + 1, null, entryOf(`r${at}`), began)));
	expect([shown().length, chat.ports.undelivered]).toEqual([10, []]);
});
