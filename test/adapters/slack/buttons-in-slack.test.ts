import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { toMessage } from "../../../adapters/slack/to-message.ts";
import { toMovedMessage } from "../../../adapters/slack/to-moved-message.ts";
import { toPresentMessage } from "../../../adapters/slack/to-present-message.ts";
import { createSlackBot } from "../../../adapters/slack/web-api.ts";
import type { BlockRecord } from "../../../core/block-record.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { type SlackWebApiDouble, slackWebApiDouble } from "../../../demo/doubles/slack-web-api.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { deliverInThread } from "../../../pipeline/sinks/chat-threads.ts";
import { noteStaleThreads, updateFirstMessages } from "../../../pipeline/sinks/first-messages.ts";
import { aWaitingBlock } from "../../support/answered.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { buttonsOf } from "../../support/slack-person.ts";
import { ThreadedChannel } from "../../support/threaded-channel.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const [root, user] = ["task-definition/read-only-root", "task-definition/non-root-user"];
const [failed, passes] = [
	aRecordedVerdict(),
	aRecordedVerdict({ status: "pass", message: "", firstFailed: "2026-01-01" }),
];

let slack: SlackWebApiDouble;
let shared: ThreadedChannel;
beforeEach(async () => {
	slack = await slackWebApiDouble((error) => {
		throw error;
	});
	slack.setChannel("payments", {});
	shared = new ThreadedChannel();
});
afterEach(() => slack.close());

/** The ports of a channel with approvers, on Slack's double. */
const ports = () => {
	const here = { buttons: "here" } as const;
	return {
		...shared.ports,
		...createSlackBot({ readBotToken: async () => slack.token, origin: slack.url }),
		toMessage: (one: Parameters<typeof toMessage>[0], buttons: "here" | "in-first-message") =>
			toMessage(one, [], { buttons }),
		toPresentMessage: (state: Parameters<typeof toPresentMessage>[0]) => toPresentMessage(state, [], here),
		toMovedMessage,
	};
};

const wait = (service: string, more: Partial<BlockRecord> = {}): BlockRecord => {
	const place = `shop/${service}`;
	return aWaitingBlock({
		resource: `arn:aws:ecs:eu-west-1:111122223333:service-revision/${place}/1`,
		waitsIn: { deployment: `arn:aws:ecs:eu-west-1:111122223333:service-deployment/${place}/1`, hook: "h" },
		...{ because: [root], ...more },
	});
};
const [web, api] = [wait("web"), wait("api")];
const approved = (block: BlockRecord): BlockRecord => {
	const { waitsIn: _, ...rest } = block;
	return { ...rest, outcome: "overridden", reason: "approved" };
};

let minutes = 0;
const entryWith = (blocks: readonly BlockRecord[], controls: Record<string, RecordedVerdict> = { [root]: failed }) => {
	minutes += 1;
	const entry = laterBy(minutes, anEntry(), { about: { revision: "8" }, controls, blocks });
	return { ...entry, readAt: new Date(Date.parse(web.at) + minutes * 60_000).toISOString() };
};

/** The function handles the states one after the other. */
async function handle(...states: readonly LedgerEntry[]): Promise<void> {
	for (const [at, entry] of states.entries()) {
		const before = shared.entries.get(entry.arn) ?? states[at - 1] ?? null;
		shared.entries.set(entry.arn, entry);
		const sink = noteStaleThreads(async () => async () => ({ kind: "delivered", what: "" }), ports());
		await sink([{ before, entry, publishedAt: null }]);
		const news = notificationOf(changesBetween(before, entry), hearing());
		if (news !== null) await deliverInThread(news, "#payments", ports());
		await updateFirstMessages(shared.shared.time + 15_000, ports());
		shared.shared.time += 20_000;
	}
}

/** Services whose deployment can be answered, message by message; replies begin with a mark. */
const asked = (): readonly string[] =>
	slack.messagesIn("payments").map(({ blocks, threadTs }) => {
		const services = buttonsOf(blocks)
			.filter(({ text }) => text.text === "Approve")
			.map(({ value }) => JSON.parse(value).deployment.split("/").at(-2));
		return `${threadTs === undefined ? "" : "> "}${services.join(", ")}`;
	});
const texts = (): string => JSON.stringify(slack.messagesIn("payments").map(({ blocks }) => blocks));

describe("the buttons of a deployment that waits are in one message", () => {
	test("the first one of the thread, to which the reply about it points, and are gone when it is answered", async () => {
		await handle(entryWith([]), entryWith([web]));
		expect(asked()).toEqual(["web", "> "]);
		expect(texts()).toContain("Answer with the buttons in the first message of this thread.");
		await handle(entryWith([approved(web)]));
		expect(asked()).toEqual(["", "> ", "> "]);
	});

	test("also of two that begin to wait at once, each until it is answered", async () => {
		await handle(entryWith([]), entryWith([web, api]));
		expect(asked()).toEqual(["web, api", "> "]);
		await handle(entryWith([api, approved(web)]));
		expect(asked()).toEqual(["api", "> ", "> "]);
		await handle(entryWith([approved(web), approved(api)]));
		expect(asked().join("")).not.toMatch(/web|api/);
	});

	test("also if its failures have ended meanwhile, and something else fails", async () => {
		await handle(entryWith([]), entryWith([web]));
		await handle(entryWith([web], { [root]: passes }), entryWith([web], { [root]: passes, [user]: failed }));
		expect(asked()).toEqual(["web", "> ", "> ", "> "]);
		await handle(entryWith([approved(web)], { [root]: passes, [user]: failed }));
		expect(asked().join("")).not.toContain("web");
	});

	test("also if nothing but it is left of its thread", async () => {
		await handle(entryWith([]), entryWith([web]), entryWith([web], { [root]: passes }));
		await handle(entryWith([approved(web)], { [root]: passes }));
		expect(asked().join("")).not.toContain("web");
	});

	test("the reply, if the first one cannot be changed any more", async () => {
		await handle(entryWith([]));
		slack.setChannel("payments", { isEditWindowClosed: true });
		await handle(entryWith([web]));
		expect(asked()).toEqual(["", "> web"]);
	});

	test("the first one, if that can be changed only later", async () => {
		await handle(entryWith([]));
		slack.answerNext({ status: 503, body: "" });
		await handle(entryWith([web]));
		expect(asked()).toEqual(["web", "> "]);
	});

	test.each(["error", "post"] as const)(
		"the message that replaces a deleted one, with those that it asked about: %s",
		async (onDeletedThread) => {
			slack.setChannel("payments", { onDeletedThread });
			await handle(entryWith([]), entryWith([web]));
			slack.deleteMessage("payments", slack.messagesIn("payments")[0]?.ts ?? "");
			await handle(entryWith([web, api]));
			expect(asked()).toEqual(["> ", "web, api"]);
		},
	);

	test("none after the longest time that ECS lets a deployment wait", async () => {
		await handle(entryWith([]), entryWith([web]));
		minutes += 20_160;
		await handle(entryWith([web]));
		expect(asked()).toEqual(["", "> "]);
	});
});
