import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { NoResponseError, type RequestOnce } from "../../../adapters/slack/request-once.ts";
import type { SlackMessage } from "../../../adapters/slack/to-message.ts";
import { createSlackBot, createSlackCaller, type SlackBot } from "../../../adapters/slack/web-api.ts";
import { PermanentRejectionError, TryLaterError, UnconfirmedError, WaitRequestedError } from "../../../core/errors.ts";
import type { Reply } from "../../../demo/doubles/loopback.ts";
import { type SlackWebApiDouble, slackWebApiDouble } from "../../../demo/doubles/slack-web-api.ts";

const message: SlackMessage = {
	text: "🔴 <b> & \u2028",
	blocks: [{ type: "section", text: { type: "mrkdwn", text: "*a* é" } }],
};

let slack: SlackWebApiDouble;
let bot: SlackBot;
let readings: (string | undefined)[];
/** What the secret holds, which a cache may hide. */
let secret: { cached: string | null; current: string | null };

const readBotToken = async (fresh?: "fresh") => {
	readings.push(fresh);
	if (fresh !== undefined) secret.cached = secret.current;
	return secret.cached;
};

beforeEach(async () => {
	slack = await slackWebApiDouble((error) => {
		throw error;
	});
	slack.setChannel("payments", {});
	readings = [];
	secret = { cached: slack.token, current: slack.token };
	bot = createSlackBot({ readBotToken, origin: slack.url });
});
afterEach(() => slack.close());

const failed = (error: string): Reply => ({ status: 200, body: JSON.stringify({ ok: false, error }) });
const post = () => bot.post("#payments", message);
/** What a promise rejects with: its class and message. */
const thrownBy = async (promise: Promise<unknown>) => {
	const error: unknown = await promise.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	return error instanceof Error ? [error.constructor, error.message] : error;
};

test("posts a message as it is, without previews of its links", async () => {
	expect(await post()).toEqual({ channelId: slack.idOf("payments"), ts: slack.messagesIn("payments")[0]?.ts });
	expect(slack.messagesIn("payments")).toMatchObject([{ ...message, isBroadcast: false }]);
	expect(slack.requests).toMatchObject([
		{ args: { unfurl_links: "false", unfurl_media: "false", parse: "none", link_names: "false" } },
	]);
	expect(readings).toEqual([undefined]);
});

test.each([true, false])("replies in a thread; shown in the channel as well: %s", async (isBroadcast) => {
	const { channelId, ts } = await post();
	expect(await bot.reply({ channelId, threadTs: ts, isBroadcast }, message)).toMatchObject({ isInThread: true });
	expect(slack.messagesIn("payments")[1]).toMatchObject({ threadTs: ts, isBroadcast });
});

test("says when Slack has posted the reply to a deleted message as a message of its own", async () => {
	slack.setChannel("payments", { onDeletedThread: "post" });
	const { channelId, ts } = await post();
	slack.deleteMessage("payments", ts);
	expect(await bot.reply({ channelId, threadTs: ts, isBroadcast: false }, message)).toMatchObject({
		isInThread: false,
	});
});

test("replaces the content of a message", async () => {
	const posted = await post();
	expect(await bot.update(posted, { text: "fixed", blocks: [] })).toBe("updated");
	expect(slack.messagesIn("payments")).toMatchObject([{ ts: posted.ts, text: "fixed", blocks: [] }]);
});

describe("a message that cannot be replied to", () => {
	test.each(["thread_not_found", "message_not_found", "channel_not_found", "is_archived", "cannot_reply_to_message"])(
		"is gone: %s",
		async (code) => {
			slack.answerNext(failed(code));
			expect(await bot.reply({ channelId: "C1", threadTs: "1.2", isBroadcast: false }, message)).toBe("gone");
		},
	);
});

describe("a message that cannot be updated", () => {
	test.each([
		["message_not_found", "gone"],
		["channel_not_found", "gone"],
		["is_inactive", "gone"],
		["cant_update_message", "kept"],
		["edit_window_closed", "kept"],
	])("%s: %s", async (code, expected) => {
		slack.answerNext(failed(code));
		expect(await bot.update({ channelId: "C1", ts: "1.2" }, message)).toBe(expected);
	});
});

describe("a failure says whether and when to repeat, and what to do", () => {
	test.each<[string, Reply, unknown, string]>([
		[
			"429",
			{ status: 429, headers: { "retry-after": "30" }, body: "" },
			WaitRequestedError,
			"Slack asked to wait 30 s",
		],
		["429 without a time", { status: 429, body: "" }, WaitRequestedError, "Slack asked to wait 1 s"],
		["ratelimited", failed("ratelimited"), WaitRequestedError, "Slack asked to wait 1 s"],
		["internal_error", failed("internal_error"), TryLaterError, "Slack responded with internal_error"],
		["fatal_error", failed("fatal_error"), TryLaterError, "Slack responded with fatal_error"],
		["service_unavailable", failed("service_unavailable"), TryLaterError, "Slack responded with service_unavailable"],
		["request_timeout", failed("request_timeout"), TryLaterError, "Slack responded with request_timeout"],
		["503", { status: 503, body: "<html>" }, TryLaterError, "Slack responded with 503"],
		["404", { status: 404, body: "xoxb-1" }, PermanentRejectionError, "Slack responded with 404"],
		[
			"a redirect",
			{ status: 307, headers: { location: "http://127.0.0.1:1/" }, body: "" },
			PermanentRejectionError,
			"Slack responded with 307",
		],
		[
			"a page that is not from the API",
			{ status: 200, body: "<html>hello</html>" },
			UnconfirmedError,
			"Slack's response is not one of its API's; the request may have arrived",
		],
		["no ts", { status: 200, body: '{"ok":true}' }, UnconfirmedError, "Slack's response names no message"],
		[
			"not_in_channel",
			failed("not_in_channel"),
			PermanentRejectionError,
			"Slack rejected the request: not_in_channel; type /invite @ and the bot's name in #payments, or add the scope chat:write.public, " +
				"which is for public channels, and reinstall the app",
		],
		[
			"channel_not_found",
			failed("channel_not_found"),
			PermanentRejectionError,
			"Slack rejected the request: channel_not_found; the bot sees no channel #payments: correct its name in the policy, or type " +
				"/invite @ and the bot's name there if it is private",
		],
		["msg_too_long", failed("msg_too_long"), PermanentRejectionError, "Slack rejected the request: msg_too_long"],
		[
			"a code of no known meaning",
			failed("constructor"),
			PermanentRejectionError,
			"Slack rejected the request: constructor",
		],
		["invalid_blocks", failed("invalid_blocks"), PermanentRejectionError, "Slack rejected the request: invalid_blocks"],
	])("%s", async (_, reply, kind, text) => {
		slack.answerNext(reply);
		expect(await thrownBy(post())).toEqual([kind, text]);
		expect(slack.requests.length).toBe(1);
	});

	test("a refused connection: nothing was sent", async () => {
		await slack.close();
		expect(await thrownBy(post())).toEqual([TryLaterError, "Slack could not be reached (ECONNREFUSED)"]);
	});

	test.each<[string, "post" | "update", unknown]>([
		["a post is unconfirmed", "post", UnconfirmedError],
		["an update may be repeated", "update", TryLaterError],
	])("a time-out after sending: %s", async (_, what, kind) => {
		const send: RequestOnce = async () => {
			throw new NoResponseError("TimeoutError", true);
		};
		const slow = createSlackBot({ readBotToken, origin: slack.url, send });
		const call =
			what === "post" ? slow.post("#payments", message) : slow.update({ channelId: "C1", ts: "1.2" }, message);
		expect(await thrownBy(call)).toEqual([kind, "Slack did not respond (TimeoutError); the request may have arrived"]);
	});
});

describe("a token that Slack rejects", () => {
	test("is read again, and the message is posted once with the one that replaced it", async () => {
		slack.token = "xoxb-2-second";
		secret.current = slack.token;
		await post();
		expect(readings).toEqual([undefined, "fresh"]);
		expect(slack.messagesIn("payments").length).toBe(1);
	});

	test.each(["invalid_auth", "token_revoked", "token_expired", "account_inactive"])(
		"is reported if it is still the same: %s",
		async (code) => {
			slack.answerNext(failed(code));
			expect(await thrownBy(post())).toEqual([
				PermanentRejectionError,
				expect.stringContaining(`${code}; put the app's`),
			]);
			expect([slack.requests.length, readings]).toEqual([1, [undefined, "fresh"]]);
		},
	);

	test("does not exist: the policy names a channel", async () => {
		secret.cached = null;
		expect(await thrownBy(post())).toEqual([
			PermanentRejectionError,
			expect.stringContaining("has no botToken: add it"),
		]);
		expect(slack.requests).toEqual([]);
	});
});

test("any other method may be called in the same way", async () => {
	slack.answerNext({ status: 200, body: '{"ok":true,"view":{"id":"V1"}}' });
	const call = createSlackCaller({ readBotToken, origin: slack.url });
	const view = { type: "modal" as const, title: { type: "plain_text" as const, text: "a" }, blocks: [] };
	expect(await call("the modal", ({ views }) => views.open({ trigger_id: "1", view }))).toMatchObject({
		view: { id: "V1" },
	});
});
