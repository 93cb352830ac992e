import { beforeEach, expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { deliverInThread } from "../../../pipeline/sinks/chat-threads.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { notificationBetween, ThreadedChannel } from "../../support/threaded-channel.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const root = "task-definition/read-only-root";
const [failed, waived] = [aRecordedVerdict(), aRecordedVerdict({ status: "waived" })];

let channel: ThreadedChannel;
beforeEach(() => {
	channel = new ThreadedChannel();
});

test("a failure that opens again before its end was shown gets a new message, and the old one shows that end", async () => {
	const [before, ended, after] = [failed, waived, failed].map((verdict, minute) =>
		laterBy(minute, anEntry(), { controls: { [root]: verdict } }),
	) as [LedgerEntry, LedgerEntry, LedgerEntry];
	await deliverInThread(notificationBetween(null, before), "#payments", channel.ports);
	await deliverInThread(notificationBetween(ended, after), "#payments", channel.ports);
	expect(channel.lines).toEqual(["now read-only-root waived", "failing"]);
});

test("a thread of an earlier version is followed: its first message is changed to the present", async () => {
	const before = anEntry();
	await deliverInThread(notificationBetween(null, before), "#payments", channel.ports);
	const [thread] = await channel.threads.readThreads(before.arn);
	if (thread === undefined) throw new Error("no thread");
	await channel.threads.writeThread(before.arn, { ...thread, shows: "", shownAt: "" });
	const fixed = laterBy(1, before, { controls: { [root]: aRecordedVerdict({ status: "pass" }) } });
	await deliverInThread(notificationBetween(before, fixed), "#payments", channel.ports);
	expect(channel.lines).toEqual(["now read-only-root fixed", "  fixed"]);
});
