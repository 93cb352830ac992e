import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { arnOf, type Subject } from "../../../core/subject.ts";
import type { Verdict } from "../../../core/verdict.ts";
import { type CheckPorts, check, type Observation } from "../../../pipeline/check.ts";
import type { Trigger } from "../../../pipeline/trigger.ts";
import { anEntry, aStreamRecord, repositorySubject } from "../../support/entries.ts";
import { SlackOverHttps } from "../../support/slack-over-https.ts";
import { aVerdict } from "../../support/verdicts.ts";

let chat: SlackOverHttps;
beforeEach(async () => {
	chat = await SlackOverHttps.open();
});
afterEach(async () => {
	await chat.close();
	expect(chat.told).toEqual([]);
});

const subject = repositorySubject("a");
const arn = arnOf(subject);
const failing = "🔴 HIGH: repository a fails 1 check";
const fixed = "✅ Fixed: repository a (1 check)";
const control = "repository/scan-on-push";
const days = (count: number): number => count * 86_400_000;

/** What AWS says at the moment. */
let present: Verdict["status"];
beforeEach(() => {
	present = "fail";
});

/** Handles an event as a route does: checks what AWS says now. What other checks overtook comes again. */
async function handleEvent(at: number, more: Partial<Trigger> = {}, of: Subject = subject): Promise<void> {
	const trigger = { time: new Date(at).toISOString(), announcedAt: null, registered: [], replayed: false, ...more };
	const ports: CheckPorts = {
		ledger: chat.ports.ledger,
		observe: async (): Promise<Observation> => {
			const verdicts = [aVerdict({ control, subject: arnOf(of), status: present })];
			return { verdicts, blocks: [], about: {}, awaitedSince: null };
		},
		rules: { policy: defaultPolicy, fingerprint: "rules-1" },
		now: () => {
			chat.ports.time += 10;
			return new Date(chat.ports.time).toISOString();
		},
		backOff: async () => {},
		recheckUsers: async () => {},
	};
	await check(of, trigger, ports).catch(() => handleEvent(at, more, of));
}

/** The ledger's stream so far. */
const stream = () => {
	const { history } = chat.ports.ledger;
	return history.map((entry, at) => {
		const before = history.slice(0, at).findLast((one) => one.arn === entry.arn) ?? null;
		return aStreamRecord(at + 1, before, entry, chat.ports.time);
	});
};
const handleStream = async (): Promise<void> => expect(await chat.handle(...stream())).toEqual([]);
const last = (): LedgerEntry | undefined => chat.ports.ledger.history.at(-1);
const expectDelivered = (...headlines: readonly string[]): void => {
	expect(chat.slack.shown).toEqual(headlines);
	expect([chat.ports.publishedOf(arn), chat.deadLetters]).toEqual([last()?.readAt, []]);
};

describe("E11: the same event", () => {
	test("ten times, one after the other, is one message", async () => {
		const { time } = chat.ports;
		for (let delivery = 0; delivery < 10; delivery++) {
			await handleEvent(time);
			await handleStream();
		}
		expectDelivered(failing);
	});

	test("ten times, each checked again, is one message", async () => {
		for (let delivery = 0; delivery < 10; delivery++) {
			await handleEvent(chat.ports.time + 1);
			await handleStream();
		}
		expect(chat.ports.ledger.history.length).toBe(10);
		expectDelivered(failing);
	});

	test("50 times at once is one message", async () => {
		const { time } = chat.ports;
		await Promise.all(Array.from({ length: 50 }, () => handleEvent(time)));
		await handleStream();
		expectDelivered(failing);
	});

	test("whose change the stream delivers ten times is one message", async () => {
		await handleEvent(chat.ports.time);
		for (let delivery = 0; delivery < 10; delivery++) await handleStream();
		expectDelivered(failing);
		expect(chat.slack.arrived).toHaveLength(1);
	});
});

describe("E12: events out of order", () => {
	const orders = <T>(items: readonly T[]): T[][] =>
		items.length < 2
			? [[...items]]
			: items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((others) => [item, ...others]));

	test("are one message about the state that AWS is in, in each of 24 orders", async () => {
		// Pushed, scanned, changed, and a scan that finished long before.
		for (const [at, order] of orders([0, 1_000, 2_000, -60_000]).entries()) {
			const own = repositorySubject(`r${at}`);
			const { time } = chat.ports;
			for (const offset of order) await handleEvent(time + offset, {}, own);
			await handleStream();
			const { controls } = chat.ports.ledger.entries.get(arnOf(own)) ?? {};
			expect(controls?.[control]).toMatchObject({ status: "fail", message: "the root filesystem is writable" });
		}
		expect(chat.slack.shown).toEqual(Array.from({ length: 24 }, (_, at) => failing.replace(" a ", ` r${at} `)));
		expect(chat.deadLetters).toEqual([]);
	});

	test("a state that arrives after a later one was delivered is no message", async () => {
		await handleEvent(chat.ports.time);
		present = "pass";
		await handleEvent(chat.ports.time + 1_000);
		const [opened, ended] = stream();
		if (opened === undefined || ended === undefined) throw new Error("two states are recorded");
		expect(await chat.handle(ended)).toEqual([]);
		expect(await chat.handle(opened)).toEqual([]);
		expectDelivered(fixed);
		expect(chat.log.at(-1)).toBe("nothing to do: this state or a later one has already been published");
	});
});

describe("E13: an event of 30 days ago from an archive", () => {
	test("is checked against what AWS says now, and is no message", async () => {
		await handleEvent(chat.ports.time);
		await handleStream();
		const { since } = last()?.controls[control] ?? {};
		await handleEvent(chat.ports.time - days(30), { replayed: true });
		await handleStream();
		expect(chat.ports.ledger.history).toHaveLength(2);
		expect(last()?.controls[control]?.since).toBe(since);
		expectDelivered(failing);
	});

	test("about what has been fixed since says that, once", async () => {
		const { time } = chat.ports;
		await handleEvent(time);
		await handleStream();
		present = "pass";
		for (let replay = 0; replay < 3; replay++) {
			await handleEvent(time - days(30), { replayed: true });
			await handleStream();
		}
		expectDelivered(failing, fixed);
	});
});

describe("S09: a finding that a person has suppressed", () => {
	test("is no message when it recurs, gets worse or ends, and is recorded", async () => {
		chat.ports.suppressed = [control];
		for (const status of ["fail", "pass", "fail"] as const) {
			present = status;
			await handleEvent(chat.ports.time + 1);
			await handleStream();
		}
		expectDelivered();
		expect(chat.slack.arrived).toEqual([]);
		expect(chat.log).toContain("delivered: suppressed in Security Hub");
	});

	test("is a message again when the person has set it back", async () => {
		chat.ports.suppressed = [control];
		await handleEvent(chat.ports.time);
		await handleStream();
		chat.ports.suppressed = [];
		present = "pass";
		await handleEvent(chat.ports.time + 1);
		await handleStream();
		expectDelivered(fixed);
	});
});

test("N05: 500 new findings in a minute are digests, one a second at most, that name or count every one", async () => {
	const began = chat.ports.time;
	const records = Array.from({ length: 500 }, (_, at) => {
		const one = repositorySubject(`r${at}`);
		return aStreamRecord(at + 1, null, anEntry({ subject: one }), began + at * 120);
	});
	for (let from = 0; from < 500; from += 100) expect(await chat.handle(...records.slice(from, from + 100))).toEqual([]);
	expect(chat.slack.shown).toEqual(Array<string>(5).fill("🔴 100 subjects: 100 HIGH"));
	expect(chat.ports.time - began).toBeGreaterThanOrEqual(4_000);
	expect(chat.deadLetters).toEqual([]);
});
