import { describe, expect, test } from "@jest/globals";
import { WaitRequestedError } from "../../../core/errors.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { deliverInThread } from "../../../pipeline/sinks/chat-threads.ts";
import { noteStaleThreads, updateFirstMessages } from "../../../pipeline/sinks/first-messages.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { notificationBetween, ThreadedChannel } from "../../support/threaded-channel.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const [root, user] = ["task-definition/read-only-root", "task-definition/non-root-user"];
const failed = aRecordedVerdict();
const cannotRead = aRecordedVerdict({ status: "unknown", message: "AccessDenied" });

test("a first message that a reply of another function brought up to date meanwhile is not left as it was", async () => {
	const channel = new ThreadedChannel();
	const states = [{ [root]: failed }, { [root]: { ...cannotRead, lastFailure: failed }, [user]: failed }];
	const [before, after] = states.map((controls, minute) => laterBy(minute, anEntry(), { controls })) as [
		...[LedgerEntry, LedgerEntry],
	];
	await deliverInThread(notificationBetween(null, before), "#payments", channel.ports);
	const { update } = channel.ports;
	const late: typeof update = async (of, text) => {
		Object.assign(channel.ports, { update });
		await deliverInThread(notificationBetween(before, after), "#payments", channel.ports);
		await channel.stale.release(after.arn, after.readAt);
		return update(of, text);
	};
	Object.assign(channel.ports, { update: late });
	channel.entries.set(after.arn, after);
	await channel.stale.hold(after.arn, null, after.readAt);
	for (let run = 0; run < 2; run++) {
		channel.shared.time += 20_000;
		await updateFirstMessages(channel.shared.time + 15_000, channel.ports);
	}
	expect(channel.lines[0]).toBe("now non-root-user open, read-only-root unknown");
	expect(await channel.stale.list(10)).toEqual([]);
});

describe("a check that passes and fails again before its end is told fails in the first message, too", () => {
	const passed = aRecordedVerdict({ status: "pass", firstFailed: anEntry().readAt });
	const [fails, passes, failsAgain] = [failed, passed, failed].map((verdict, minute) =>
		laterBy(minute, anEntry(), { controls: { [root]: verdict } }),
	) as [LedgerEntry, LedgerEntry, LedgerEntry];

	/** The changes are no news: held, or made up for by what followed. */
	async function show(channel: ThreadedChannel, before: LedgerEntry, entry: LedgerEntry): Promise<void> {
		channel.entries.set(entry.arn, entry);
		const open = noteStaleThreads(async () => async () => ({ kind: "delivered", what: "held" }), channel.ports);
		await open([{ before, entry, publishedAt: null }]);
		channel.shared.time += 20_000;
		await updateFirstMessages(channel.shared.time + 15_000, channel.ports);
	}

	test("after a night in which nothing is told", async () => {
		const channel = new ThreadedChannel();
		await deliverInThread(notificationBetween(null, fails), "#payments", channel.ports);
		await show(channel, fails, passes);
		expect(channel.lines).toEqual(["now read-only-root fixed"]);
		await show(channel, passes, failsAgain);
		expect(channel.lines).toEqual(["now read-only-root open"]);
	});

	test("if the end could not be told although the first message could be changed", async () => {
		const channel = new ThreadedChannel();
		await deliverInThread(notificationBetween(null, fails), "#payments", channel.ports);
		channel.failing = { reply: new WaitRequestedError("429", 60_000) };
		await deliverInThread(notificationBetween(fails, passes), "#payments", channel.ports).catch(() => undefined);
		channel.failing = {};
		await show(channel, fails, passes);
		await show(channel, passes, failsAgain);
		expect(channel.lines).toEqual(["now read-only-root open"]);
	});

	test("but not if its end was told: that message stays as it was", async () => {
		const channel = new ThreadedChannel();
		await deliverInThread(notificationBetween(null, fails), "#payments", channel.ports);
		await deliverInThread(notificationBetween(fails, passes), "#payments", channel.ports);
		await show(channel, passes, failsAgain);
		expect(channel.lines).toEqual(["now read-only-root fixed", "  fixed"]);
	});
});
