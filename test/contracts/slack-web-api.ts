import { beforeEach, describe, expect, test } from "@jest/globals";
import type { SlackWebApiDouble } from "../../demo/doubles/slack-web-api.ts";

/** What the contract needs of a workspace: a public channel `payments` with the bot in it, and control over it. */
export type WorkspaceUnderTest = Pick<
	SlackWebApiDouble,
	"url" | "token" | "scopes" | "setChannel" | "idOf" | "deleteMessage" | "modals"
>;

type Answer = Readonly<Record<string, unknown>>;

const blocksOf = (...texts: readonly string[]) =>
	JSON.stringify(texts.map((text) => ({ type: "section", text: { type: "mrkdwn", text } })));

/**
 * How Slack's Web API answers. Each test names its source: the method reference (docs.slack.dev/reference/methods, "Errors" and
 * "Arguments" of the methods), the reference of Block Kit, or a report where the reference is silent.
 */
export function webApiContract(open: () => Promise<WorkspaceUnderTest>): void {
	let slack: WorkspaceUnderTest;
	beforeEach(async () => {
		slack = await open();
		slack.setChannel("payments", {});
	});

	const call = async (method: string, args: Readonly<Record<string, string>>, token: string | null = slack.token) => {
		const headers = token === null ? {} : { authorization: `Bearer ${token}` };
		const init = { method: "POST", headers, body: new URLSearchParams(args) };
		const response = await fetch(`${slack.url}/api/${method}`, init);
		expect(response.status).toBe(200);
		return (await response.json()) as Answer;
	};
	const post = (args: Readonly<Record<string, string>> = {}, token?: string | null) =>
		call("chat.postMessage", { channel: "#payments", text: "one", ...args }, token);
	const update = (args: Readonly<Record<string, string>>) =>
		call("chat.update", { channel: slack.idOf("payments"), text: "two", ...args });

	describe("chat.postMessage", () => {
		test("takes a channel's name or id, and answers its id and the message's ts (Arguments, Response)", async () => {
			const id = slack.idOf("payments");
			const answers = [await post(), await post({ channel: "payments" }), await post({ channel: id })];
			const named = { ok: true, channel: id, ts: expect.stringMatching(/^\d{10}\.\d{6}$/) };
			expect(answers).toEqual(answers.map(() => expect.objectContaining(named)));
			expect(new Set(answers.map(({ ts }) => ts)).size).toBe(3);
		});

		test("echoes the thread of a reply (Response; slack-go issue 1571)", async () => {
			const { ts } = await post();
			expect(await post({ thread_ts: String(ts) })).toMatchObject({ message: { thread_ts: ts } });
		});

		test("refuses a reply to a message that never was (bolt-js issue 2307)", async () => {
			expect(await post({ thread_ts: "1795000000.999999" })).toEqual({ ok: false, error: "thread_not_found" });
		});

		test.each([
			["as an error (bolt-js issue 2307)", "error", { ok: false, error: "thread_not_found" }],
			["as a message of its own, without a thread (slack-go issue 1571)", "post", { ok: true }],
		] as const)("answers a reply to a deleted message %s", async (_, onDeletedThread, expected) => {
			slack.setChannel("payments", { onDeletedThread });
			const { ts } = await post();
			slack.deleteMessage("payments", String(ts));
			const answer = await post({ thread_ts: String(ts) });
			expect(answer).toMatchObject(expected);
			expect(answer).not.toMatchObject({ message: { thread_ts: ts } });
		});

		test.each([
			["a channel that does not exist", "channel_not_found", { channel: "#nowhere" }, null],
			["a public channel without the bot", "not_in_channel", {}, { isBotMember: false }],
			["a private channel without the bot", "channel_not_found", {}, { isPrivate: true, isBotMember: false }],
			["an archived channel", "is_archived", {}, { isArchived: true }],
			["no text and no blocks", "no_text", { text: "" }, null],
			["51 blocks (Block Kit, Blocks)", "invalid_blocks", { blocks: blocksOf(...Array<string>(51).fill("a")) }, null],
			[
				"a section of 3,001 characters (Block Kit, Section)",
				"invalid_blocks",
				{ blocks: blocksOf("a".repeat(3_001)) },
				null,
			],
			["blocks that are no list", "invalid_blocks_format", { blocks: "{}" }, null],
			[
				"blocks of more than 9,600 characters in all (reports, such as bolt-js issue 2509)",
				"msg_blocks_too_long",
				{ blocks: blocksOf(...Array<string>(4).fill("a".repeat(2_500))) },
				null,
			],
		] as const)("refuses %s with %s (Errors)", async (_, error, args, settings) => {
			if (settings !== null) slack.setChannel("payments", settings);
			expect(await post(args)).toEqual({ ok: false, error });
		});

		test("takes 50 blocks, and a section of 3,000 characters (Block Kit)", async () => {
			expect(await post({ blocks: blocksOf(...Array<string>(50).fill("a")) })).toMatchObject({ ok: true });
			expect(await post({ blocks: blocksOf("a".repeat(3_000)) })).toMatchObject({ ok: true });
		});

		test("needs no invitation to a public channel with the scope chat:write.public (reference of the scope)", async () => {
			slack.setChannel("payments", { isBotMember: false });
			slack.scopes = ["chat:write", "chat:write.public"];
			expect(await post()).toMatchObject({ ok: true });
		});

		test.each([
			["no token", "not_authed", null],
			["another token", "invalid_auth", "xoxb-2-other"],
		] as const)("refuses %s with %s (Errors)", async (_, error, token) => {
			expect(await post({}, token)).toEqual({ ok: false, error });
		});

		test("refuses a token without the scope chat:write (Errors)", async () => {
			slack.scopes = ["channels:read"];
			expect(await post()).toEqual({ ok: false, error: "missing_scope" });
		});
	});

	describe("chat.update", () => {
		test("replaces the content and keeps the ts (Response)", async () => {
			const { ts } = await post();
			expect(await update({ ts: String(ts) })).toMatchObject({ ok: true, ts, text: "two" });
		});

		test("takes the channel's id only (Arguments: channel)", async () => {
			const { ts } = await post();
			expect(await update({ channel: "#payments", ts: String(ts) })).toEqual({ ok: false, error: "channel_not_found" });
		});

		test.each([
			["a message that does not exist", "message_not_found", { ts: "1795000000.999999" }, {}],
			["a message that is too old to be edited", "edit_window_closed", {}, { isEditWindowClosed: true }],
			["a message in an archived channel", "is_inactive", {}, { isArchived: true }],
			["51 blocks", "invalid_blocks", { blocks: blocksOf(...Array<string>(51).fill("a")) }, {}],
		] as const)("refuses %s with %s (Errors)", async (_, error, args, settings) => {
			const { ts } = await post();
			slack.setChannel("payments", settings);
			expect(await update({ ts: String(ts), ...args })).toEqual({ ok: false, error });
		});

		test("refuses a message that a person has deleted (Errors: message_not_found)", async () => {
			const { ts } = await post();
			slack.deleteMessage("payments", String(ts));
			expect(await update({ ts: String(ts) })).toEqual({ ok: false, error: "message_not_found" });
		});
	});

	const callJson = async (method: string, args: object) => {
		const headers = { authorization: `Bearer ${slack.token}`, "content-type": "application/json; charset=utf-8" };
		const response = await fetch(`${slack.url}/api/${method}`, { method: "POST", headers, body: JSON.stringify(args) });
		return (await response.json()) as Answer;
	};

	describe("arguments as JSON", () => {
		test("are taken like those of a form (Facts: content types)", async () => {
			const blocks = [{ type: "section", text: { type: "plain_text", text: "one" } }];
			const posted = await callJson("chat.postMessage", { channel: "#payments", text: "one", blocks });
			expect(posted).toMatchObject({ ok: true });
			const of = { channel: slack.idOf("payments"), ts: posted["ts"] };
			expect(await callJson("chat.update", { ...of, text: "two", blocks })).toMatchObject({ ok: true, text: "two" });
			expect(await callJson("chat.update", { ...of, text: "", blocks: [] })).toEqual({ ok: false, error: "no_text" });
		});
	});

	describe("chat.postEphemeral", () => {
		const tell = (args: object = {}) =>
			callJson("chat.postEphemeral", { channel: slack.idOf("payments"), user: "U012AB3CD", text: "one", ...args });

		test("answers the ts of what one person sees (Response)", async () => {
			expect(await tell()).toEqual({ ok: true, message_ts: expect.stringMatching(/^\d{10}\.\d{6}$/) });
		});

		test.each([
			["a channel that does not exist", "channel_not_found", { channel: "C9999999999" }, {}],
			["an archived channel", "is_archived", {}, { isArchived: true }],
			["no text", "no_text", { text: "" }, {}],
		] as const)("refuses %s with %s (Errors)", async (_, error, args, settings) => {
			slack.setChannel("payments", settings);
			expect(await tell(args)).toEqual({ ok: false, error });
		});
	});

	describe("views.open", () => {
		const plain = (text: string) => ({ type: "plain_text", text });
		const view = { type: "modal", title: plain("One"), blocks: [{ type: "section", text: plain("one") }] };
		const open = (trigger_id: string, more: object = {}) =>
			callJson("views.open", { trigger_id, view: { ...view, ...more } });

		test("opens one form with a trigger, and answers its id (Response; Errors: exchanged_trigger_id)", async () => {
			const trigger = slack.modals.newTrigger();
			const id = expect.stringMatching(/^V\w+$/);
			expect(await open(trigger)).toMatchObject({ ok: true, view: { id, ...view } });
			expect(await open(trigger)).toEqual({ ok: false, error: "exchanged_trigger_id" });
		});

		test("needs no scope (Facts: no scopes required)", async () => {
			slack.scopes = [];
			expect(await open(slack.modals.newTrigger())).toMatchObject({ ok: true });
		});

		test("refuses a trigger that is older than three seconds, and one that Slack did not give (Errors)", async () => {
			expect(await open(slack.modals.newTrigger("expired"))).toEqual({ ok: false, error: "expired_trigger_id" });
			expect(await open("1.2.3")).toEqual({ ok: false, error: "invalid_trigger_id" });
		});

		const label = plain("Reason");
		const limits = { multiline: true, min_length: 1, max_length: 500 };
		const input = {
			type: "input",
			block_id: "b",
			label,
			element: { type: "plain_text_input", action_id: "a", ...limits },
		};
		test.each([
			["a title of 25 characters", { title: plain("a".repeat(25)) }],
			["3,001 characters of private_metadata", { private_metadata: "a".repeat(3_001) }],
			["101 blocks", { blocks: Array(101).fill(view.blocks[0]) }],
			["an input, but no submit", { blocks: [input] }],
		])("refuses %s (Modal views, fields)", async (_, more) => {
			expect(await open(slack.modals.newTrigger(), more)).toEqual({ ok: false, error: "invalid_arguments" });
		});
	});
}
