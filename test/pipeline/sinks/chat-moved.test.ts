import { beforeEach, describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const control = "task-definition/read-only-root";
const failing = (more: Partial<LedgerEntry> = {}) => anEntry({ subject: repositorySubject("a"), ...more });
const notifiedAt = (...keys: readonly string[]) => ({
	notified: Object.fromEntries(keys.map((key) => [key, [control]])),
});

let chat: RecordingChat;
beforeEach(() => {
	chat = new RecordingChat();
});

/** Passes now, after a state. */
const fixed = (before: LedgerEntry, more: Partial<LedgerEntry> = {}) => {
	const { notified, ...rest } = before;
	const passes = { controls: { [control]: aRecordedVerdict({ status: "pass" }) } };
	return chat.handle(aStreamRecord(1, before, laterBy(1, rest, { ...passes, ...more })));
};
const isClosedIn = (key: string) => [[key, ["a closed"]]];

describe("the end of a failure is a message in", () => {
	test("the default channel, if that was notified of it", async () => {
		chat.defaultDestination = { channel: "#a" };
		expect(await fixed(failing(notifiedAt("channel##a")))).toEqual([]);
		expect(chat.posted).toEqual(isClosedIn("channel##a"));
	});

	test("the default channel, if an earlier version did not record who was notified", async () => {
		chat.defaultDestination = { channel: "#a" };
		await fixed(failing());
		expect(chat.posted).toEqual(isClosedIn("channel##a"));
	});

	test("a channel that was notified before it was another one's turn", async () => {
		const destination = { channel: "#a" };
		await fixed(failing({ destination, ...notifiedAt("channel##a", "channel##b") }));
		expect(chat.posted).toEqual(isClosedIn("channel##a"));
	});

	test("a channel that is named by its id now, as its threads know", async () => {
		chat.channels = [{ channel: "#a", channelId: "C0123456789" }];
		await fixed(failing(notifiedAt("channel##a")), { destination: { channel: "C0123456789" } });
		expect(chat.posted).toEqual(isClosedIn("channel#C0123456789"));
	});
});

describe("the end of a failure is no message in", () => {
	test.each([
		["another default channel", { channel: "#b" }],
		["the webhook that replaced the bot's channel", {}],
	])("%s", async (_, defaultDestination) => {
		chat.defaultDestination = defaultDestination;
		expect(await fixed(failing(notifiedAt("channel##a")))).toEqual([]);
		expect(chat.posted).toEqual([]);
	});

	test("a channel to which a route leads only since the last of several changes in a batch", async () => {
		await fixed(failing({ destination: { channel: "#a" }, ...notifiedAt("channel##a") }), {
			destination: { channel: "#b" },
		});
		expect(chat.posted).toEqual([]);
	});

	test("the channel of an id that its threads do not know", async () => {
		chat.channels = [{ channel: "#a", channelId: "C0999999999" }];
		await fixed(failing(notifiedAt("channel##a")), { destination: { channel: "C0123456789" } });
		expect(chat.posted).toEqual([]);
	});
});

test("while the threads cannot be read that tell whether it is the same channel, the change is retried", async () => {
	Object.defineProperty(chat, "channels", {
		get: () => {
			throw new TryLaterError("dynamodb:Query did not respond");
		},
		configurable: true,
	});
	const before = failing(notifiedAt("channel##a"));
	expect(await fixed(before, { destination: { channel: "C0123456789" } })).toEqual([1]);
	Object.defineProperty(chat, "channels", { value: [] });
	expect(await fixed(before, { destination: { channel: "C0123456789" } })).toEqual([]);
	expect(chat.posted).toEqual(isClosedIn("channel#C0123456789"));
});
