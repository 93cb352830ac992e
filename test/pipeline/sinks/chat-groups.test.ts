import { beforeEach, describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import type { Destination } from "../../../core/destination.ts";
import { TryLaterError, WaitRequestedError } from "../../../core/errors.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { aWaitingBlock } from "../../support/answered.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { aBlock, aFamily, aRecordedVerdict } from "../../support/verdicts.ts";

let chat: RecordingChat;
beforeEach(() => {
	chat = new RecordingChat();
});

const control = "task-definition/read-only-root";
const entryOf = (name: string, more: Partial<LedgerEntry> = {}) =>
	anEntry({ subject: repositorySubject(name), ...more });
const passes = { controls: { [control]: aRecordedVerdict({ status: "pass" }) } };
const blocked = (name: string) => anEntry({ subject: aFamily(name), controls: {}, blocks: [aBlock()] });
const named = (count: number, more: Partial<LedgerEntry> = {}, letter = "r") =>
	Array.from({ length: count }, (_, at) => entryOf(`${letter}${at}`, more));
const recordsOf = (entries: readonly LedgerEntry[]): DynamoDBRecord[] =>
	entries.map((entry, at) => aStreamRecord(at + 1, null, entry));
const handle = (entries: readonly LedgerEntry[]) => chat.handle(...recordsOf(entries));
const toPayments: Destination = { channel: "#payments" };

describe("the notifications to a destination in a batch", () => {
	test("are one message each, up to four", async () => {
		expect(await handle(named(4))).toEqual([]);
		expect(chat.posted).toEqual(["r0", "r1", "r2", "r3"].map((name) => ["default", [`${name} failing`]]));
	});

	test("are one digest, in the order of the stream, if there are more", async () => {
		expect(await handle(named(5))).toEqual([]);
		expect(chat.posted).toEqual([["default", ["r0", "r1", "r2", "r3", "r4"].map((name) => `${name} failing`)]]);
		expect(chat.ports.ledger.published.size).toBe(5);
	});

	test("are a message for each block beside the digest, up to four", async () => {
		await handle([...named(3), blocked("web"), ...named(2, {}, "s"), blocked("api")]);
		expect(chat.posted).toEqual([
			["default", ["web block"]],
			["default", ["api block"]],
			["default", ["r0 failing", "r1 failing", "r2 failing", "s0 failing", "s1 failing"]],
		]);
	});

	test.each([
		[10, 2],
		[11, 1],
	])("of which there are %d, one of them a block, are %d messages", async (count, messages) => {
		expect(await handle([...named(count - 1), blocked("web")])).toEqual([]);
		expect(chat.posted).toHaveLength(messages);
		expect(chat.posted.flatMap(([, about]) => about).toSorted()).toEqual(
			[...named(count - 1).map((_, at) => `r${at} failing`), "web block"].toSorted(),
		);
	});

	test("are a message for each deployment that waits for an answer, however many there are in all", async () => {
		const waitsIn = { deployment: "arn:d", hook: "arn:h" };
		const waiting = ["web", "api"].map((name) =>
			anEntry({
				subject: aFamily(name),
				controls: {},
				blocks: [aBlock({ action: "pause", outcome: "not-possible", waitsIn })],
			}),
		);
		await handle([...named(12), ...waiting, ...["a", "b", "c", "d", "e"].map(blocked)]);
		expect(chat.posted.map(([, about]) => about.length)).toEqual([1, 1, 17]);
		expect(chat.posted.slice(0, 2).flatMap(([, about]) => about)).toEqual(["web block", "api block"]);
	});

	test("are one digest that names each block if there are more than four", async () => {
		await handle([...named(1), ...["a", "b", "c", "d", "e"].map(blocked)]);
		expect(chat.posted).toEqual([["default", ["r0 failing", "a block", "b block", "c block", "d block", "e block"]]]);
	});

	test("are a message for each deployment that waits for a person, however many there are", async () => {
		const waiting = (name: string) => anEntry({ subject: aFamily(name), controls: {}, blocks: [aWaitingBlock()] });
		const waits = ["a", "b", "c", "d", "e", "f"].map(waiting);
		expect(await handle([...named(1), ...waits, blocked("g")])).toEqual([]);
		expect(chat.posted.map(([, about]) => about)).toEqual([
			...["a", "b", "c", "d", "e", "f"].map((name) => [`${name} block`]),
			["r0 failing", "g block"],
		]);
	});

	test("are an ordinary message if one is left beside the blocks", async () => {
		await handle([...named(1), ...["a", "b", "c", "d"].map(blocked)]);
		expect(chat.posted.map(([, about]) => about.length)).toEqual([1, 1, 1, 1, 1]);
		expect(chat.digests).toBe(0);
	});
});

describe("a destination", () => {
	test("has its own digest, and its own minimum severity", async () => {
		const medium = { [control]: aRecordedVerdict({ severity: "MEDIUM" }) };
		const routed: Destination = { ...toPayments, minimumSeverity: "HIGH" };
		const entries = [
			...named(5, { destination: toPayments }),
			...named(2, {}, "s"),
			entryOf("t", { destination: routed, controls: medium }),
			entryOf("u", { controls: medium }),
			entryOf("v", { destination: { webhook: "ops" } }),
		];
		expect(await handle(entries)).toEqual([]);
		expect(chat.posted.toSorted()).toEqual([
			["channel##payments", ["r0", "r1", "r2", "r3", "r4"].map((name) => `${name} failing`)],
			["default", ["s0 failing"]],
			["default", ["s1 failing"]],
			["default", ["u failing"]],
			["webhook#ops", ["v failing"]],
		]);
	});

	test("that leaves open where is the default with its own minimum severity", async () => {
		const low = { [control]: aRecordedVerdict({ severity: "LOW" }) };
		await handle([entryOf("a", { destination: { minimumSeverity: "HIGH" }, controls: low }), ...named(1)]);
		expect(chat.posted).toEqual([["default", ["r0 failing"]]]);
	});

	test("that is away does not keep the others: its changes are retried, and posted once it is back", async () => {
		chat.trouble = (key) => (key === "default" ? new TryLaterError("Slack responded with 503") : undefined);
		const records = recordsOf([...named(2), ...named(2, { destination: toPayments }, "s"), ...named(1, {}, "t")]);
		expect(await chat.handle(...records)).toEqual([1, 2, 5]);
		expect(chat.posted).toEqual([
			["channel##payments", ["s0 failing"]],
			["channel##payments", ["s1 failing"]],
		]);
		expect(chat.attempts).toBe(3);
		chat.trouble = () => undefined;
		expect(await chat.handle(...records)).toEqual([]);
		expect(chat.posted.slice(2)).toEqual(["r0", "r1", "t0"].map((name) => ["default", [`${name} failing`]]));
	});

	test("N01: that asked to wait does not make the others wait", async () => {
		chat.trouble = (key) => (key === "default" ? new WaitRequestedError("wait", 600_000) : undefined);
		await handle(named(1));
		chat.trouble = () => undefined;
		expect(await handle([...named(1), ...named(1, { destination: toPayments }, "s")])).toEqual([1]);
		expect(chat.posted).toEqual([["channel##payments", ["s0 failing"]]]);
	});

	test("gets at most one message a second, and what does not fit into the time of a batch is retried", async () => {
		chat.ports.nextPost.set("default", chat.ports.time + 13_500);
		const began = chat.ports.time;
		expect(await handle(named(4))).toEqual([3, 4]);
		expect(chat.times.map((time) => time - began)).toEqual([13_500, 14_500]);
		expect(chat.ports.log).toContain("failed: the batch has used its time limit for posting");
	});
});

describe("several changes of a subject in a batch", () => {
	const a = entryOf("a");
	const worse = laterBy(1, a, { controls: { [control]: aRecordedVerdict({ severity: "CRITICAL" }) } });
	const fixed = laterBy(2, a, passes);

	test("are one notification from the first state to the last", async () => {
		expect(await chat.handle(aStreamRecord(1, null, a), aStreamRecord(2, a, worse))).toEqual([]);
		expect(chat.posted).toEqual([["default", ["a failing"]]]);
		expect(chat.ports.publishedOf(a.arn)).toBe(worse.readAt);
	});

	test("that end as they began are no message, and are confirmed at once", async () => {
		const states: string[] = [];
		const { confirm } = chat.ports.ledger;
		chat.ports.ledger.confirm = async (...of) => {
			states.push(of[2]);
			return confirm.call(chat.ports.ledger, ...of);
		};
		expect(await chat.handle(aStreamRecord(1, null, a), aStreamRecord(2, a, fixed))).toEqual([]);
		expect([chat.posted, states]).toEqual([[], [fixed.readAt]]);
	});

	test("that end as they began are a message if a deployment was blocked in between", async () => {
		const web = anEntry({ about: { revision: "8" }, blocks: [aBlock()] });
		const next = laterBy(1, web, { ...passes, about: { revision: "9" } });
		await chat.handle(aStreamRecord(1, null, web), aStreamRecord(2, web, next));
		expect(chat.posted).toEqual([["default", ["web block"]]]);
	});

	test("go to the destination of the last one", async () => {
		const moved = { ...worse, destination: toPayments };
		await chat.handle(aStreamRecord(1, null, a), aStreamRecord(2, a, moved));
		expect(chat.posted).toEqual([["channel##payments", ["a failing"]]]);
	});

	test("of which the first sweep reports some are a message about the others", async () => {
		const quiet = { ...a, quiet: true } as const;
		await chat.handle(aStreamRecord(1, null, quiet), aStreamRecord(2, quiet, worse));
		expect(chat.posted).toEqual([["default", ["a worse"]]]);
	});

	const unknown = { status: "unknown", message: "could not be read" } as const;
	const pending = { ...unknown, pending: true, settled: "fail" } as const;
	const failure = { severity: "HIGH", containers: [] } as const;
	test.each<[string, Partial<RecordedVerdict>[], string[]]>([
		["a failure that could not be read again", [unknown, {}, { ...unknown, lastFailure: failure }], ["failing"]],
		["a failure before a new scan", [{ status: "pass" }, {}, { ...pending, lastFailure: failure }], ["failing"]],
		["the end of a failure before a new scan", [{}, { status: "pass" }, { ...pending, settled: "pass" }], ["closed"]],
		["the end of a failure that could not be read again", [{}, { status: "pass" }, unknown], ["closed"]],
		["nothing if it is still the same failure", [{}, {}, { ...pending, lastFailure: failure }], []],
	])("that end with an unknown verdict hide nothing: %s", async (_, verdicts, messages) => {
		const states = verdicts.map((verdict, at) =>
			laterBy(at, a, { controls: { [control]: aRecordedVerdict(verdict) } }),
		);
		const [before = a, between = a, after = a] = states;
		expect(await chat.handle(aStreamRecord(1, before, between), aStreamRecord(2, between, after))).toEqual([]);
		expect(chat.posted.flatMap(([, about]) => about)).toEqual(messages.map((what) => `a ${what}`));
		expect(chat.ports.publishedOf(a.arn)).toBe(after.readAt);
	});
});
