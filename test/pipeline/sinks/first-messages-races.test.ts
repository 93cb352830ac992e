import { expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { deliverInThread } from "../../../pipeline/sinks/chat-threads.ts";
import { updateFirstMessages } from "../../../pipeline/sinks/first-messages.ts";
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
