import { expect, test } from "@jest/globals";
import { deliverInThread } from "../../../pipeline/sinks/chat-threads.ts";
import { notifyChat } from "../../../pipeline/sinks/notify-chat.ts";
import { anEntry, aStreamRecord, laterBy } from "../../support/entries.ts";
import { HeldInMemory } from "../../support/held-changes.ts";
import { chatPortsOf } from "../../support/stream-ports.ts";
import { notificationBetween, ThreadedChannel } from "../../support/threaded-channel.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const root = "task-definition/read-only-root";
const [opened, waived, fixed] = (["fail", "waived", "pass"] as const).map((status, minute) => {
	const verdict = aRecordedVerdict({ status, severity: "CRITICAL", firstFailed: anEntry().readAt });
	return laterBy(minute, anEntry(), { controls: { [root]: verdict } });
}) as [ReturnType<typeof anEntry>, ReturnType<typeof anEntry>, ReturnType<typeof anEntry>];

/** The function that notifies a channel, in the quiet hours or not. */
function notifier(channel: ThreadedChannel, isQuiet: boolean) {
	const { shared, ports } = channel;
	const quietHours = { from: "00:00", to: isQuiet ? "23:59" : "00:01" };
	return notifyChat<string>({
		...{ sink: shared.sink, readChange: shared.readChange, ledger: shared.ledger, telemetry: shared.telemetry },
		storeUndelivered: shared.storeUndelivered,
		...chatPortsOf(shared),
		defaultDestination: { channel: "#payments" },
		toMessage: ({ headline }) => headline.kind,
		toDigestMessage: () => "digest",
		toReportMessage: () => "report",
		post: async (_, __, [news]) =>
			news === undefined ? "posted" : deliverInThread(news, "#payments", { ...ports, minimumSeverity: "LOW" }),
		readReport: () => null,
		held: new HeldInMemory(channel.entries),
		publishedAt: (arn) => shared.ledger.publishedAt(arn, shared.sink),
		hours: { timeZone: "UTC", quietHours },
		firstMessages: ports,
	});
}

test.each([
	["a waiver", waived, false, ["now read-only-root waived"]],
	["a waiver in the quiet hours", waived, true, ["now read-only-root waived"]],
	["a fix", fixed, false, ["now read-only-root fixed", "  fixed"]],
])("after %s the first message is up to date at the end of the invocation", async (_, entry, isQuiet, lines) => {
	const channel = new ThreadedChannel();
	await deliverInThread(notificationBetween(null, opened), "#payments", channel.ports);
	channel.entries.set(entry.arn, entry);
	expect(await notifier(channel, isQuiet)({ Records: [aStreamRecord(1, opened, entry)] })).toEqual({
		batchItemFailures: [],
	});
	expect(channel.lines).toEqual(lines);
	expect(await channel.stale.list(1)).toEqual([]);
});

test("a fix that the quiet hours hold back is shown by the first message at once, and replied after them", async () => {
	const channel = new ThreadedChannel();
	const high = (entry: typeof opened) => {
		const verdicts = Object.entries(entry.controls).map(([id, one]) => [id, { ...one, severity: "HIGH" as const }]);
		return { ...entry, controls: Object.fromEntries(verdicts) };
	};
	await deliverInThread(notificationBetween(null, high(opened)), "#payments", channel.ports);
	channel.entries.set(fixed.arn, high(fixed));
	const record = aStreamRecord(1, high(opened), high(fixed));
	await notifier(channel, true)({ Records: [record] });
	expect(channel.lines).toEqual(["now read-only-root fixed"]);
	await deliverInThread(notificationBetween(high(opened), high(fixed)), "#payments", channel.ports);
	expect(channel.lines).toEqual(["now read-only-root fixed", "  fixed"]);
});

test("the end of a failure is no message in a channel that the subject's threads know as another one", async () => {
	const channel = new ThreadedChannel();
	await deliverInThread(notificationBetween(null, opened), "#payments", channel.ports);
	const before = { ...opened, notified: { "channel##payments": [root] } };
	for (const [id, lines] of [
		["C0999999999", ["failing"]],
		["C1", ["now read-only-root fixed", "  fixed"]],
	] as const) {
		await notifier(channel, false)({ Records: [aStreamRecord(1, before, { ...fixed, destination: { channel: id } })] });
		expect(channel.lines).toEqual(lines);
		channel.shared.ledger.published.clear();
	}
});
