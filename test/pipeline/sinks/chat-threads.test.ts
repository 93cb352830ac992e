import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { BlockRecord } from "../../../core/block-record.ts";
import { PermanentRejectionError, TryLaterError, UnconfirmedError, WaitRequestedError } from "../../../core/errors.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { deliverInThread } from "../../../pipeline/sinks/chat-threads.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { notificationBetween, ThreadedChannel } from "../../support/threaded-channel.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const root = "task-definition/read-only-root";
const user = "task-definition/non-root-user";
const passes = aRecordedVerdict({ status: "pass", message: "" });

/** The states of one subject, a minute apart. */
const stateAt = (minute: number, controls: Record<string, RecordedVerdict>, blocks: readonly BlockRecord[] = []) =>
	laterBy(minute, anEntry(), { controls, blocks });

let channel: ThreadedChannel;
beforeEach(() => {
	channel = new ThreadedChannel();
});

afterEach(() => {
	jest.useRealTimers();
});

const never = () => new Promise<never>(() => {});

const deliver = (before: LedgerEntry | null, after: LedgerEntry) =>
	deliverInThread(notificationBetween(before, after), "#payments", channel.ports);

const failed = aRecordedVerdict();
const critical = aRecordedVerdict({ severity: "CRITICAL" });
const [opened, worse, fixed, again] = [
	stateAt(0, { [root]: failed, [user]: passes }),
	stateAt(1, { [root]: critical, [user]: passes }),
	stateAt(2, { [root]: passes, [user]: passes }),
	stateAt(3, { [root]: failed, [user]: passes }),
];

describe("a subject in a channel", () => {
	test("is one message, which is kept up to date, with a thread of what happened", async () => {
		expect(await deliver(null, opened)).toBe("posted");
		expect(await deliver(opened, worse)).toBe("posted in its thread");
		expect(channel.lines).toEqual(["now read-only-root open", "+ worse"]);
		expect(await deliver(worse, fixed)).toBe("posted in its thread");
		expect(channel.lines).toEqual(["now read-only-root fixed", "+ worse", "  fixed"]);
	});

	test("gets a new message when something opens after all was resolved; the old one stays as it was", async () => {
		await deliver(null, opened);
		await deliver(opened, fixed);
		expect(await deliver(fixed, again)).toBe("posted");
		expect(channel.lines).toEqual(["now read-only-root fixed", "  fixed", "failing"]);
		await deliver(again, stateAt(4, { [root]: passes }));
		expect(channel.lines).toEqual(["now read-only-root fixed", "  fixed", "now read-only-root fixed", "  fixed"]);
	});

	test("gets a new message when one failure ends and another begins at once; the old one then shows the end", async () => {
		await deliver(null, opened);
		await deliver(opened, stateAt(1, { [root]: passes, [user]: failed }));
		expect(channel.lines).toEqual(["now read-only-root fixed", "failing"]);
		expect(channel.thread?.reported).toEqual(expect.arrayContaining([user]));
	});

	test("stays in its thread while one of two failures is open", async () => {
		const both = stateAt(1, { [root]: failed, [user]: failed });
		await deliver(null, opened);
		await deliver(opened, both);
		await deliver(both, stateAt(2, { [root]: passes, [user]: failed }));
		expect(channel.lines).toEqual(["now non-root-user open, read-only-root fixed", "  failing", "  fixed"]);
	});

	test("shows a blocked deployment in the channel as well, but not one that would have been blocked", async () => {
		await deliver(null, opened);
		const block = aBlock({ because: [root], revision: 9 });
		const audited = stateAt(1, opened.controls, [{ ...block, outcome: "would-have" }]);
		await deliver(opened, audited);
		await deliver(audited, stateAt(2, opened.controls, [block]));
		expect(channel.lines).toEqual(["now read-only-root open", "  block", "+ block"]);
	});

	test("is not resolved by a verdict that becomes unknown", async () => {
		await deliver(null, opened);
		const unknown = stateAt(1, { [root]: aRecordedVerdict({ status: "unknown", lastFailure: failed }) });
		await deliver(opened, unknown);
		expect(channel.lines).toEqual(["now read-only-root unknown", "  unknown"]);
		expect(channel.thread?.isEnded).toBe(false);
	});

	test("whose end alone is reported gets a message of it", async () => {
		await deliver(opened, fixed);
		expect(channel.lines).toEqual(["fixed"]);
		expect(channel.thread?.isEnded).toBe(true);
	});
});

describe("a first message", () => {
	test("that a person deleted is posted anew, and the next changes are replies to that", async () => {
		await deliver(null, opened);
		channel.deleteFirst();
		expect(await deliver(opened, worse)).toBe("posted");
		await deliver(worse, fixed);
		expect(channel.lines).toEqual(["hello", "now read-only-root fixed", "  fixed"]);
	});

	test("that takes no reply is posted anew", async () => {
		await deliver(null, opened);
		channel.failing = { reply: "gone" };
		expect(await deliver(opened, worse)).toBe("posted");
		expect(channel.thread?.ts).toBe("2.0");
	});

	test("that cannot be changed gets its reply all the same", async () => {
		await deliver(null, opened);
		channel.failing = { update: "kept" };
		await deliver(opened, worse);
		expect(channel.lines).toEqual(["failing", "+ worse"]);
	});

	test("that was deleted just before the reply is replaced by the reply", async () => {
		await deliver(null, opened);
		channel.failing = { update: "kept" };
		channel.deleteFirst();
		expect(await deliver(opened, worse)).toBe("posted");
		expect(channel.thread).toMatchObject({ ts: "2.0", readAt: worse.readAt, reported: [root] });
	});
});

describe("a message is not repeated", () => {
	test("when the function ended after it was recorded", async () => {
		await deliver(null, opened);
		expect(await deliver(null, opened)).toBe("posted before");
		await deliver(opened, worse);
		expect(await deliver(opened, worse)).toBe("posted before");
		expect(channel.lines).toEqual(["now read-only-root open", "+ worse"]);
	});

	test("more than once when the function ended between the message and its record", async () => {
		channel.failing = { write: new Error("killed") };
		await deliver(null, opened);
		channel.failing = {};
		for (let again = 0; again < 3; again++) await deliver(null, opened);
		expect(channel.lines).toEqual(["failing", "failing"]);
	});

	test("because its thread could not be recorded", async () => {
		channel.failing = { write: new TryLaterError("the table is away") };
		expect(await deliver(null, opened)).toBe("posted; its thread could not be recorded: the table is away");
	});

	test("by an older invocation that goes on beside a newer one", async () => {
		await deliver(null, worse);
		expect(await deliver(null, opened)).toBe("posted before");
		expect(channel.lines).toEqual(["failing"]);
	});
});

test.each(["read", "reply"] as const)("posts nothing if the step before fails: %s", async (step) => {
	await deliver(null, opened);
	channel.failing = { [step]: new TryLaterError("away") };
	await expect(deliver(opened, worse)).rejects.toThrow("away");
	expect(channel.shown.size).toBe(1);
	expect(channel.thread?.readAt).toBe(opened.readAt);
});

describe("a first message that cannot be changed", () => {
	beforeEach(() => deliver(null, opened));

	test.each<[string, Error]>([
		["because Slack is away, is changed later", new TryLaterError("away")],
		[
			"because Slack asked to wait, is changed later, and no message is until then",
			new WaitRequestedError("wait", 30_000),
		],
		["because Slack rejects it, is left as it is", new PermanentRejectionError("invalid_blocks")],
	])("%s, and the notification is sent", async (_, error) => {
		channel.failing = { update: error };
		expect(await deliver(opened, worse)).toBe(
			`posted in its thread; its first message was not changed: ${error.message}`,
		);
		expect(channel.lines).toEqual(["failing", "+ worse"]);
		expect(await channel.stale.list(10)).toHaveLength(error instanceof TryLaterError ? 1 : 0);
		const waits = error instanceof WaitRequestedError ? ["updates"] : [];
		expect([...channel.shared.notBefore.keys()]).toEqual(waits);
	});

	test("because others are, is changed later: their pace is that of all channels", async () => {
		channel.shared.nextPost.set("updates", channel.shared.time + 60_000);
		await deliver(opened, worse);
		expect([channel.updates, await channel.stale.list(10)]).toEqual([0, [{ arn: opened.arn, before: null }]]);
	});

	test.each<[string, Partial<typeof channel.ports>, Error | string, number]>([
		[
			"changes its first message is not awaited for more than 7 s",
			{ update: never },
			"posted in its thread; its first message was not changed: it took too long",
			7_000,
		],
		[
			"replies is awaited for 16 s",
			{ reply: never },
			new UnconfirmedError("it took too long; the request may have arrived"),
			16_000,
		],
		["reads the thread is awaited for 3 s", { readThreads: never }, new TryLaterError("it took too long"), 3_000],
		[
			"records the thread is awaited for 19 s",
			{ writeThread: never },
			"posted in its thread; its thread could not be recorded: it took too long",
			19_000,
		],
	])("a call that %s", async (_, broken, result, ms) => {
		jest.useFakeTimers();
		Object.assign(channel.ports, { now: Date.now, ...broken });
		const delivered = deliver(opened, worse).catch((error: Error) => error);
		await jest.advanceTimersByTimeAsync(ms - 1);
		const early = await Promise.race([delivered, Promise.resolve("waiting")]);
		await jest.advanceTimersByTimeAsync(1);
		expect([early, await delivered]).toEqual(["waiting", result]);
	});
});
