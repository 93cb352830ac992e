import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { KnownBlock } from "@slack/types";
import type { SlackMessage } from "../../../adapters/slack/to-message.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { Random } from "../../simulation/random.ts";
import { drainShard } from "../../support/drained-shard.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { SlackOverHttps } from "../../support/slack-over-https.ts";
import { textOf } from "../../support/slack-texts.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

/** A message as it came, and when, in epoch milliseconds. */
interface Message extends SlackMessage {
	readonly at: number;
	readonly place: "webhook" | "bot";
}

let chat: SlackOverHttps;
let messages: Message[];
beforeEach(async () => {
	chat = await SlackOverHttps.open();
	messages = [];
	chat.slack.trouble = ({ path, body }) => {
		const at = chat.ports.time;
		const fields = new URLSearchParams(body);
		if (!path.startsWith("/api/")) messages.push({ at, place: "webhook", ...JSON.parse(body) });
		else if (path === "/api/chat.postMessage") {
			const blocks = JSON.parse(fields.get("blocks") ?? "[]") as KnownBlock[];
			messages.push({ at, place: "bot", text: fields.get("text") ?? "", blocks });
		}
		return undefined;
	};
});
afterEach(async () => {
	await chat.close();
	expect(chat.told).toEqual([]);
});

const control = "task-definition/read-only-root";

const drain = (records: ReturnType<typeof aStreamRecord>[]) => drainShard(records, chat);

const entryOf = (name: string, isRouted: boolean): LedgerEntry =>
	anEntry({ subject: repositorySubject(name), ...(isRouted ? { destination: { channel: "#payments" } } : {}) });
const placeOf = ({ destination }: LedgerEntry) => (destination === undefined ? "webhook" : "bot");
const numberBefore = (words: string, text: string): number =>
	Number(new RegExp(`(\\d+) ${words}`).exec(text)?.[1] ?? 0);

/** What a digest counts, which it must name in a line or count as left out. */
function countsIn({ blocks }: Message) {
	const lines = blocks.flatMap((block) => textOf(block).split("\n"));
	const [headline = ""] = lines;
	const [failing, fixed] = [numberBefore("HIGH", headline), numberBefore("fixed", headline)];
	const named = lines.slice(1).flatMap((line) => /^(?:🔴|✅) .*\|repository (r\d+)>/u.exec(line)?.[1] ?? []);
	const leftOut = lines.reduce((sum, line) => sum + numberBefore("more, see ", line), 0);
	expect({ headline, counted: failing + fixed }).toEqual({ headline, counted: named.length + leftOut });
	expect(named.length).toBeGreaterThanOrEqual(Math.min(25, failing + fixed));
	expect(new Set(named).size).toBe(named.length);
	return { failing, fixed, named };
}

/** Milliseconds between the messages to one place. */
const leastPause = (place: Message["place"]): number => {
	const times = messages.filter((one) => one.place === place).map(({ at }) => at);
	return Math.min(...times.slice(1).map((time, at) => time - (times[at] ?? 0)));
};

/** At most 100 messages, one a second for each place, all accepted, and everything recorded. */
function expectOrdered(last: readonly LedgerEntry[]): void {
	expect(messages.length).toBeLessThanOrEqual(100);
	expect(chat.slack.shown.length + chat.slack.inPayments.length).toBe(messages.length);
	for (const place of ["webhook", "bot"] as const) expect(leastPause(place)).toBeGreaterThanOrEqual(1_000);
	expect(last.filter(({ arn, readAt }) => chat.ports.publishedOf(arn) !== readAt)).toEqual([]);
	expect([chat.deadLetters, chat.log.filter((line) => line.startsWith("will be retried"))]).toEqual([[], []]);
}

test("5,000 subjects that fail in a minute are named or counted, each once, in at most 100 messages", async () => {
	const entries = Array.from({ length: 5_000 }, (_, at) => entryOf(`r${at}`, at % 5 === 0));
	const began = chat.ports.time;
	await drain(entries.map((entry, at) => aStreamRecord(at + 1, null, entry, began + at * 12)));
	expectOrdered(entries);
	const counts = messages.map((message) => ({ place: message.place, ...countsIn(message) }));
	for (const place of ["webhook", "bot"] as const) {
		const own = counts.filter((one) => one.place === place);
		const total = own.reduce((sum, { failing, fixed }) => sum + failing + fixed, 0);
		expect(total).toBe(entries.filter((entry) => placeOf(entry) === place).length);
	}
	const named = counts.flatMap((one) => one.named);
	expect(new Set(named).size).toBe(named.length);
});

test("5,000 changes of 1,250 subjects in a minute leave the channels and the ledger with the same failures", async () => {
	const random = new Random(13, "changes");
	const began = chat.ports.time;
	const now = new Map<string, LedgerEntry>();
	const records = Array.from({ length: 5_000 }, (_, at) => {
		const number = random.between(0, 1_249);
		const before = now.get(`r${number}`) ?? null;
		const first = entryOf(`r${number}`, number % 5 === 0);
		const isFailing = before === null || before.controls[control]?.status === "pass";
		const controls = { [control]: aRecordedVerdict(isFailing ? {} : { status: "pass", message: "" }) };
		const entry = before === null ? first : laterBy(1, before, { controls });
		now.set(`r${number}`, entry);
		return aStreamRecord(at + 1, before, entry, began + at * 12);
	});
	await drain(records);
	const last = [...now.values()];
	expectOrdered(last);
	for (const place of ["webhook", "bot"] as const) {
		const own = messages.filter((message) => message.place === place).map(countsIn);
		const open = own.reduce((sum, { failing, fixed }) => sum + failing - fixed, 0);
		const failing = last.filter((entry) => placeOf(entry) === place && entry.controls[control]?.status === "fail");
		expect([place, open]).toEqual([place, failing.length]);
	}
});
