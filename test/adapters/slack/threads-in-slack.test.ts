import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type SlackMessage, toMessage } from "../../../adapters/slack/to-message.ts";
import { toPresentMessage } from "../../../adapters/slack/to-present-message.ts";
import { createSlackBot } from "../../../adapters/slack/web-api.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { type SlackWebApiDouble, slackWebApiDouble } from "../../../demo/doubles/slack-web-api.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { deliverInThread, type ThreadPorts } from "../../../pipeline/sinks/chat-threads.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { ThreadsInMemory } from "../../support/threads.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const root = "task-definition/read-only-root";
const controls = [
	{ id: root, title: "Containers should not be able to write to their root filesystem", references: [] },
];

let slack: SlackWebApiDouble;
let ports: ThreadPorts<SlackMessage>;

beforeEach(async () => {
	slack = await slackWebApiDouble((error) => {
		throw error;
	});
	slack.setChannel("payments", {});
	const threads = new ThreadsInMemory();
	ports = {
		...createSlackBot({ readBotToken: async () => slack.token, origin: slack.url }),
		toMessage: (notification) => toMessage(notification, controls),
		toPresentMessage: (state) => toPresentMessage(state, controls),
		readThreads: threads.readThreads,
		writeThread: threads.writeThread,
		markStale: async () => {},
		notBefore: async () => null,
		postponeUntil: async () => {},
		claimPost: async () => null,
		now: Date.now,
		sleep: async () => {},
		minimumSeverity: "LOW",
	};
});
afterEach(() => slack.close());

const at = (minute: number, verdict: Partial<RecordedVerdict>): LedgerEntry =>
	laterBy(minute, anEntry(), { about: { revision: "8" }, controls: { [root]: aRecordedVerdict(verdict) } });

async function deliver(before: LedgerEntry | null, after: LedgerEntry): Promise<string> {
	const notification = notificationOf(changesBetween(before, after), hearing());
	if (notification === null) throw new Error("nothing to report");
	return deliverInThread(notification, "#payments", ports);
}

/** First lines as the channel shows them: replies indented, `+` if they are shown in the channel too, `*` if edited. */
const channel = (): readonly string[] =>
	slack.messagesIn("payments").map(({ text, threadTs, isBroadcast, isEdited }) => {
		const [line = ""] = text.split("\n");
		return `${threadTs === undefined ? "" : "  "}${isBroadcast ? "+ " : ""}${isEdited ? "* " : ""}${line.replace(/^\S+ /u, "")}`;
	});

const [opened, worse, fixed, again] = [
	at(0, {}),
	at(1, { severity: "CRITICAL" }),
	at(2, { status: "pass", message: "", remediation: "" }),
	at(3, {}),
];

test("what people see when a check fails, gets worse, is fixed and fails again", async () => {
	await deliver(null, opened);
	expect(channel()).toEqual(["HIGH: task definition web:8 fails 1 check"]);
	await deliver(opened, worse);
	expect(channel()).toEqual([
		"* CRITICAL: task definition web:8 fails 1 check",
		"  + CRITICAL: task definition web:8 got worse (1 check)",
	]);
	await deliver(worse, fixed);
	await deliver(fixed, again);
	expect(channel()).toEqual([
		"* Fixed: task definition web:8 (1 check)",
		"  + CRITICAL: task definition web:8 got worse (1 check)",
		"  Fixed: task definition web:8 (1 check)",
		"HIGH: task definition web:8 fails 1 check",
	]);
	expect(JSON.stringify(slack.messagesIn("payments")[0]?.blocks)).toContain(`~${controls[0]?.title}~`);
});

describe("the message of which is deleted by a person", () => {
	test.each(["error", "post"] as const)(
		"is followed by one new message, if Slack answers replies so: %s",
		async (onDeletedThread) => {
			slack.setChannel("payments", { onDeletedThread });
			await deliver(null, opened);
			slack.deleteMessage("payments", slack.messagesIn("payments")[0]?.ts ?? "");
			expect(await deliver(opened, worse)).toBe("posted");
			await deliver(worse, fixed);
			expect(channel()).toEqual([
				"* Fixed: task definition web:8 (1 check)",
				"  Fixed: task definition web:8 (1 check)",
			]);
		},
	);
});

test("a workspace without edits has the first message as it was, and the replies", async () => {
	slack.setChannel("payments", { isEditWindowClosed: true });
	await deliver(null, opened);
	await deliver(opened, fixed);
	expect(channel()).toEqual(["HIGH: task definition web:8 fails 1 check", "  Fixed: task definition web:8 (1 check)"]);
});

test("a channel that was archived, and another one that has its name now, gets the next message", async () => {
	await deliver(null, opened);
	slack.answerNext({ status: 200, body: '{"ok":false,"error":"channel_not_found"}' });
	expect(await deliver(opened, worse)).toBe("posted");
	expect(slack.requests.map(({ method, args }) => [method, args["channel"]])).toEqual([
		["chat.postMessage", "#payments"],
		["chat.update", slack.idOf("payments")],
		["chat.postMessage", "#payments"],
	]);
});
