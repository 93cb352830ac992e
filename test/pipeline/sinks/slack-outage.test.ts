import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { drainShard } from "../../support/drained-shard.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import type { Trouble } from "../../support/https-slack.ts";
import { SlackOverHttps } from "../../support/slack-over-https.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

let chat: SlackOverHttps;
beforeEach(async () => {
	chat = await SlackOverHttps.open();
});
afterEach(async () => {
	await chat.close();
	expect(chat.told).toEqual([]);
});

const control = "task-definition/read-only-root";
type Transport = "webhook" | "bot";
const transports = ["webhook", "bot"] as const;
const entryOf = (name: string, transport: Transport): LedgerEntry =>
	anEntry({
		subject: repositorySubject(name),
		...(transport === "bot" ? { destination: { channel: "#payments" } } : {}),
	});
const shownIn = (transport: Transport) => (transport === "bot" ? chat.slack.inPayments : chat.slack.shown);
const headline = (name: string) => `🔴 HIGH: repository ${name} fails 1 check`;
const numbered = (count: number, transport: Transport) => {
	const entries = Array.from({ length: count }, (_, at) => entryOf(`r${at}`, transport));
	return { entries, records: entries.map((entry, at) => aStreamRecord(at + 1, null, entry, chat.ports.time)) };
};

/** Where the function is killed: it never goes on from there. */
let reached: Promise<void>;
let never: () => Promise<never>;
beforeEach(() => {
	const { promise, resolve } = Promise.withResolvers<void>();
	reached = promise;
	never = () => {
		resolve();
		return new Promise(() => undefined);
	};
});

/** What the next run of a function fails that is killed where `prepare` says. */
async function killedIn(prepare: () => void, repair: () => void, ...records: readonly DynamoDBRecord[]) {
	prepare();
	void chat.handle(...records);
	await reached;
	// What it does at the same time goes on until then.
	await new Promise((resolve) => setTimeout(resolve, 50));
	repair();
	return chat.handle(...records);
}

describe.each(transports)("a function that is killed after Slack took a message through the %s", (transport) => {
	test("and before that is recorded repeats this message once, and no other", async () => {
		const { entries, records } = numbered(4, transport);
		const { confirm } = chat.ports.ledger;
		const { writeThread } = chat.threads;
		let recorded = 0;
		const third =
			<Of extends unknown[]>(record: (...of: Of) => Promise<void>) =>
			(...of: Of) =>
				++recorded === 3 ? never() : record(...of);
		const failed = await killedIn(
			() => {
				if (transport === "bot") Object.assign(chat.threads, { writeThread: third(writeThread) });
				else chat.ports.ledger.confirm = third(confirm.bind(chat.ports.ledger));
			},
			() => {
				Object.assign(chat.threads, { writeThread });
				chat.ports.ledger.confirm = confirm;
			},
			...records,
		);
		for (let delivery = 0; delivery < 3; delivery++) expect(await chat.handle(...records)).toEqual([]);
		expect(failed).toEqual([]);
		expect(shownIn(transport)).toEqual(["r0", "r1", "r2", "r2", "r3"].map(headline));
		expect(entries.filter(({ arn, readAt }) => chat.ports.publishedOf(arn) !== readAt)).toEqual([]);
		expect(chat.deadLetters).toEqual([]);
	});

	test("before Slack's answer came repeats this message once", async () => {
		const { records } = numbered(2, transport);
		const failed = await killedIn(
			() => {
				chat.slack.trouble = () => "silent";
				chat.slack.whenSilent = () => void never();
			},
			() => {
				chat.slack.trouble = () => undefined;
			},
			...records,
		);
		expect([failed, await chat.handle(...records)]).toEqual([[], []]);
		expect(shownIn(transport)).toEqual(["r0", "r0", "r1"].map(headline));
	});

	test("that is a digest repeats in one message what was not recorded", async () => {
		const { entries, records } = numbered(30, transport);
		const { confirm } = chat.ports.ledger;
		let recorded = 0;
		const failed = await killedIn(
			() => {
				chat.ports.ledger.confirm = (...of) => (++recorded > 12 ? never() : confirm.apply(chat.ports.ledger, of));
			},
			() => {
				chat.ports.ledger.confirm = confirm;
			},
			...records,
		);
		expect([failed, await chat.handle(...records)]).toEqual([[], []]);
		expect(shownIn(transport)).toEqual(["🔴 30 subjects: 30 HIGH", "🔴 18 subjects: 18 HIGH"]);
		expect(entries.filter(({ arn, readAt }) => chat.ports.publishedOf(arn) !== readAt)).toEqual([]);
	});
});

test("a function that is killed after the thread is recorded repeats nothing", async () => {
	const { records } = numbered(3, "bot");
	const { confirm } = chat.ports.ledger;
	const failed = await killedIn(
		() => {
			chat.ports.ledger.confirm = never;
		},
		() => {
			chat.ports.ledger.confirm = confirm;
		},
		...records,
	);
	expect([failed, chat.slack.inPayments]).toEqual([[], ["r0", "r1", "r2"].map(headline)]);
	expect(chat.log).toContain("delivered: posted before");
});

describe("after an hour in which Slack", () => {
	test.each<[string, Trouble, (isAway: boolean) => void]>([
		["answered 503", { status: 503, body: "" }, () => undefined],
		["asked to wait", { status: 429, headers: { "retry-after": "600" }, body: "" }, () => undefined],
		[
			"could not prove who it is",
			{ status: 503, body: "" },
			(isAway) => (isAway ? chat.slack.distrust() : chat.slack.trust()),
		],
	])(
		"%s, everything arrives, in order per subject, in one digest for each destination",
		async (_, trouble, setAway) => {
			const began = chat.ports.time;
			const isAway = () => chat.ports.time < began + 3_600_000;
			chat.slack.trouble = () => (isAway() ? trouble : undefined);
			setAway(true);
			// In the hour one subject of each destination fails, gets worse and is fixed, and another one fails, is fixed and fails.
			const states = (name: string, transport: Transport, ...verdicts: Parameters<typeof aRecordedVerdict>[0][]) =>
				verdicts.map((verdict, at) =>
					laterBy(at, entryOf(name, transport), { controls: { [control]: aRecordedVerdict(verdict) } }),
				);
			const pass = { status: "pass", message: "" } as const;
			const changing = transports.flatMap((transport) => [
				states(`worse-${transport}`, transport, {}, { severity: "CRITICAL" }),
				states(`again-${transport}`, transport, {}, pass, {}),
				states(`fixed-${transport}`, transport, {}, pass),
			]);
			const others = Array.from({ length: 40 }, (_, at) => [entryOf(`r${at}`, transports[at % 2] ?? "bot")]);
			const all = [...others.slice(0, 20), ...changing, ...others.slice(20)];
			// All first states, then all second ones.
			const entries = [0, 1, 2].flatMap((step) => all.flatMap((of) => of[step] ?? []));
			const records = entries.map((entry, at) => {
				const before = entries.slice(0, at).findLast(({ arn }) => arn === entry.arn) ?? null;
				return aStreamRecord(at + 1, before, entry, began + 1_000 + at * 40);
			});
			await drainShard(records, chat, () => setAway(isAway()));
			for (const transport of transports) expect(shownIn(transport)).toEqual(["🚨 22 subjects: 1 CRITICAL, 21 HIGH"]);
			const last = all.flatMap((of) => of.at(-1) ?? []);
			expect(last.filter(({ arn, readAt }) => chat.ports.publishedOf(arn) !== readAt)).toEqual([]);
			expect(chat.deadLetters).toEqual([]);
		},
	);
});

test("a subject in a thread whose changes waited for an hour shows them in its order", async () => {
	const first = entryOf("a", "bot");
	const worse = laterBy(1, first, { controls: { [control]: aRecordedVerdict({ severity: "CRITICAL" }) } });
	const fixed = laterBy(2, worse, { controls: { [control]: aRecordedVerdict({ status: "pass", message: "" }) } });
	const records = [aStreamRecord(1, null, first), aStreamRecord(2, first, worse), aStreamRecord(3, worse, fixed)];
	expect(await chat.handle(...records.slice(0, 1))).toEqual([]);
	chat.slack.trouble = () => ({ status: 503, body: "" });
	expect(await chat.handle(...records.slice(1, 2))).toEqual([2]);
	expect(await chat.handle(...records.slice(1))).toEqual([2, 3]);
	chat.slack.trouble = () => undefined;
	chat.ports.time += 3_600_000;
	expect(await chat.handle(...records.slice(1))).toEqual([]);
	expect(chat.slack.inPayments).toEqual(["✅ Fixed: repository a (1 check)", "✅ Fixed: repository a (1 check)"]);
	expect([chat.ports.publishedOf(first.arn), chat.deadLetters]).toEqual([fixed.readAt, []]);
});
