import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Reply } from "../../../demo/doubles/loopback.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { SlackOverHttps } from "../../support/slack-over-https.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

let chat: SlackOverHttps;
beforeEach(async () => {
	chat = await SlackOverHttps.open();
});
afterEach(async () => {
	await chat.close();
	expect(chat.told).toEqual([]);
});

const entryOf = (name: string) => anEntry({ subject: repositorySubject(name), destination: { channel: "#payments" } });
const headline = (name: string) => `🔴 HIGH: repository ${name} fails 1 check`;
const [a, b] = [entryOf("a"), entryOf("b")];
const [first, second] = [aStreamRecord(1, null, a), aStreamRecord(2, null, b)];
const recorded = () => [a, b].map(({ arn }) => chat.ports.publishedOf(arn));
const failed = (error: string): Reply => ({ status: 200, body: JSON.stringify({ ok: false, error }) });
/** Slack answers about repository `a` so, and about others as ever. */
const answerAboutA = (reply: Reply) => {
	chat.slack.trouble = ({ body }) =>
		new URLSearchParams(body).get("text")?.startsWith(headline("a")) ? reply : undefined;
};

test("a message that Slack accepts is posted once as the bot, recorded and logged", async () => {
	expect(await chat.handle(first)).toEqual([]);
	expect([chat.slack.inPayments, chat.slack.shown]).toEqual([[headline("a")], []]);
	expect(chat.slack.arrived.map(({ path }) => path)).toEqual(["/api/chat.postMessage"]);
	expect([chat.ports.publishedOf(a.arn), chat.deadLetters, chat.log]).toEqual([a.readAt, [], ["delivered: posted"]]);
});

describe("N01: Slack asks the bot to wait", () => {
	test.each<[string, Reply, number]>([
		["429 with Retry-After 1", { status: 429, headers: { "retry-after": "1" }, body: "" }, 1],
		["429 with Retry-After 30", { status: 429, headers: { "retry-after": "30" }, body: "" }, 30],
		["429 with Retry-After 3600", { status: 429, headers: { "retry-after": "3600" }, body: "" }, 3_600],
		["429 with garbage", { status: 429, headers: { "retry-after": "soon" }, body: "" }, 1],
		["ok: false with 200", failed("ratelimited"), 1],
	])("%s: nothing is posted until then, and then everything once", async (_, reply, seconds) => {
		const began = chat.ports.time;
		chat.slack.trouble = () => reply;
		expect(await chat.handle(first, second)).toEqual([1, 2]);
		chat.slack.trouble = () => undefined;
		chat.ports.time = began + seconds * 1_000 - 1;
		expect(await chat.handle(first, second)).toEqual([1, 2]);
		expect([chat.slack.arrived.length, recorded(), chat.deadLetters]).toEqual([1, [undefined, undefined], []]);
		chat.ports.time += 1;
		expect(await chat.handle(first, second)).toEqual([]);
		expect([chat.slack.inPayments, recorded()]).toEqual([["a", "b"].map(headline), [a.readAt, b.readAt]]);
	});
});

test.each(["internal_error", "fatal_error", "service_unavailable", "request_timeout"])(
	"N02: ok: false with %s comes again, and is posted once",
	async (code) => {
		answerAboutA(failed(code));
		for (let delivery = 0; delivery < 3; delivery++) expect(await chat.handle(first)).toEqual([1]);
		expect([chat.slack.inPayments, chat.deadLetters, chat.ports.publishedOf(a.arn)]).toEqual([[], [], undefined]);
		chat.slack.trouble = () => undefined;
		expect(await chat.handle(first)).toEqual([]);
		expect([chat.slack.inPayments, chat.ports.publishedOf(a.arn)]).toEqual([[headline("a")], a.readAt]);
	},
);

describe("N03: Slack will never accept it from the bot", () => {
	test.each<[string, Reply, string]>([
		...["invalid_blocks", "msg_blocks_too_long", "no_text", "invalid_arguments"].map(
			(code): [string, Reply, string] => [code, failed(code), `Slack rejected the request: ${code}`],
		),
		...["channel_not_found", "not_in_channel", "is_archived", "missing_scope"].map((code): [string, Reply, string] => [
			code,
			failed(code),
			`Slack rejected the request: ${code}; `,
		]),
		["a page", { status: 404, body: "xoxb-1111-secrettoken" }, "Slack responded with 404"],
		[
			"a redirect",
			{ status: 302, headers: { location: "https://127.0.0.1:1/xoxb-1111-secrettoken" }, body: "" },
			"Slack responded with 302",
		],
	])("%s: a dead letter at once with the reason and the message, and the others go on", async (_, reply, reason) => {
		answerAboutA(reply);
		expect(await chat.handle(first, second)).toEqual([]);
		expect([chat.slack.inPayments, recorded()]).toEqual([[headline("b")], [undefined, b.readAt]]);
		expect(chat.ports.undelivered).toMatchObject([
			{
				...{ sink: "slack", subject: a.arn, reason: expect.stringMatching(new RegExp(`^${reason}`)) },
				body: { destination: { channel: "#payments" }, message: { text: expect.stringContaining(headline("a")) } },
			},
		]);
		expect(chat.slack.arrived).toHaveLength(2);
		expect(chat.lines.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ Undelivered: 1 }));
	});
});

describe("N06: the bot token", () => {
	test("that is replaced during a run is read again, and no message is lost or repeated", async () => {
		expect(await chat.handle(first)).toEqual([]);
		chat.slack.api.token = "xoxb-2222-secrettoken";
		chat.store(JSON.stringify({ botToken: chat.slack.api.token }));
		expect(await chat.handle(second)).toEqual([]);
		expect([chat.slack.inPayments, recorded()]).toEqual([["a", "b"].map(headline), [a.readAt, b.readAt]]);
		expect([chat.deadLetters, chat.secret.commandCalls(GetSecretValueCommand).length]).toEqual([[], 2]);
	});

	test.each(["invalid_auth", "token_revoked", "account_inactive"])(
		"that is revoked and not replaced is a dead letter that says what to do: %s",
		async (code) => {
			answerAboutA(failed(code));
			expect(await chat.handle(first)).toEqual([]);
			expect(chat.deadLetters).toEqual([
				expect.stringMatching(new RegExp(`${code}; put the app's Bot User OAuth Token`)),
			]);
			expect([chat.slack.inPayments, chat.ports.publishedOf(a.arn)]).toEqual([[], undefined]);
		},
	);

	test("that the secret does not have: a dead letter, and webhooks go on", async () => {
		chat.store(chat.slack.webhook);
		const { destination: _, ...toWebhook } = b;
		expect(await chat.handle(first, aStreamRecord(2, null, toWebhook))).toEqual([]);
		expect([chat.slack.inPayments, chat.slack.shown]).toEqual([[], [headline("b")]]);
		expect(chat.deadLetters).toEqual([expect.stringContaining("the Slack secret has no botToken")]);
	});
});

test("N03: what cannot be changed any more gets its reply all the same", async () => {
	await chat.handle(first);
	chat.slack.trouble = ({ path }) => (path.endsWith("chat.update") ? failed("edit_window_closed") : undefined);
	const fixed = laterBy(1, a, {
		controls: { "task-definition/read-only-root": aRecordedVerdict({ status: "pass", message: "" }) },
	});
	expect(await chat.handle(aStreamRecord(2, a, fixed))).toEqual([]);
	expect(chat.slack.inPayments).toEqual([headline("a"), expect.stringMatching(/^✅ Fixed: repository a/)]);
	expect([chat.ports.publishedOf(a.arn), chat.deadLetters]).toEqual([fixed.readAt, []]);
});
