import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { SlackMessage } from "../../../adapters/slack/to-message.ts";
import type { Reply } from "../../../demo/doubles/loopback.ts";
import { anEntry, aStreamRecord, repositorySubject } from "../../support/entries.ts";
import { SlackOverHttps } from "../../support/slack-over-https.ts";
import { faultsOf } from "../../support/slack-texts.ts";
import { aFamily, aRecordedVerdict } from "../../support/verdicts.ts";

let chat: SlackOverHttps;
beforeEach(async () => {
	chat = await SlackOverHttps.open();
});
afterEach(async () => {
	await chat.close();
	expect(chat.told).toEqual([]);
});

const entryOf = (name: string) => anEntry({ subject: repositorySubject(name) });
const [a, b] = [entryOf("a"), entryOf("b")];
const headline = (name: string) => `🔴 HIGH: repository ${name} fails 1 check`;
const [first, second] = [aStreamRecord(1, null, a), aStreamRecord(2, null, b)];
const minutes = (count: number): number => count * 60_000;
const answer = (status: number, body: string, headers: Record<string, string> = {}): Reply => ({
	...{ status, body, headers },
});
/** Slack answers about this repository so, and about others as ever. */
const answerAbout = (name: string, reply: Reply) => {
	chat.slack.trouble = ({ body }) => (body.includes(headline(name)) ? reply : undefined);
};

test("a message that Slack accepts is posted once, recorded and logged", async () => {
	expect(await chat.handle(first)).toEqual([]);
	expect([chat.slack.shown, chat.slack.arrived.length]).toEqual([[headline("a")], 1]);
	expect(chat.ports.publishedOf(a.arn)).toBe(a.readAt);
	expect([chat.deadLetters, chat.log]).toEqual([[], ["delivered: posted"]]);
});

describe("N01: Slack answers 429", () => {
	test.each<[string, number]>([
		["1", 1],
		["30", 30],
		["3600", 3_600],
		["86400", 3_600],
		["soon", 1],
		["-5", 1],
		["", 1],
	])("with Retry-After %j: nothing is posted for %d s, and then everything once", async (retryAfter, seconds) => {
		const began = chat.ports.time;
		chat.slack.trouble = () => answer(429, "rate_limited", { "retry-after": retryAfter });
		expect(await chat.handle(first, second)).toEqual([1, 2]);
		expect(chat.slack.arrived).toHaveLength(1);
		chat.slack.trouble = () => undefined;
		chat.ports.time = began + seconds * 1_000 - 1;
		for (let delivery = 0; delivery < 3; delivery++) expect(await chat.handle(first, second)).toEqual([1, 2]);
		expect([chat.slack.arrived.length, chat.slack.shown]).toEqual([1, []]);
		expect(chat.ports.publishedOf(a.arn)).toBeUndefined();
		chat.ports.time = began + seconds * 1_000;
		expect(await chat.handle(first, second)).toEqual([]);
		expect(chat.slack.shown).toEqual(["a", "b"].map(headline));
		expect([chat.ports.publishedOf(a.arn), chat.ports.publishedOf(b.arn)]).toEqual([a.readAt, b.readAt]);
		expect(chat.deadLetters).toEqual([]);
		expect(chat.log).toContain(`will be retried: Slack asked to wait ${/^\d+$/.test(retryAfter) ? retryAfter : 1} s`);
	});

	test("for six hours: each message is moved to the dead-letter queue complete, once", async () => {
		const began = chat.ports.time;
		chat.slack.trouble = () => answer(429, "rate_limited", { "retry-after": "3600" });
		for (let quarters = 0; quarters < 24; quarters++) {
			expect(await chat.handle(first, second)).toEqual([1, 2]);
			chat.ports.time += minutes(15);
		}
		expect(chat.slack.arrived).toHaveLength(6);
		chat.ports.time = began + minutes(361);
		expect(await chat.handle(first, second)).toEqual([]);
		expect(chat.ports.undelivered).toMatchObject(
			[a, b].map(({ arn }) => ({ sink: "slack", subject: arn, body: { message: { blocks: expect.any(Array) } } })),
		);
		expect([chat.slack.shown, chat.ports.publishedOf(a.arn)]).toEqual([[], undefined]);
	});
});

describe("N03: Slack will never accept it", () => {
	test.each([
		[400, "invalid_blocks"],
		[400, "msg_blocks_too_long"],
		[400, "invalid_payload"],
		[403, "action_prohibited"],
		[404, "no_service"],
		[404, "channel_not_found"],
		[410, "channel_is_archived"],
	])("%d %s: a dead letter at once with the reason and the message, and the others go on", async (status, word) => {
		answerAbout("a", answer(status, word));
		expect(await chat.handle(first, second)).toEqual([]);
		expect(chat.slack.arrived.map(({ body }) => JSON.parse(body).text.split("\n")[0])).toEqual(
			["a", "b"].map(headline),
		);
		expect(chat.slack.shown).toEqual([headline("b")]);
		const sent = JSON.parse(chat.slack.arrived[0]?.body ?? "");
		const reason = `Slack rejected the message: ${word} (${status})`;
		expect(chat.ports.undelivered).toMatchObject([
			{ sink: "slack", subject: a.arn, reason, body: { destination: {}, message: sent } },
		]);
		expect([chat.ports.publishedOf(a.arn), chat.ports.publishedOf(b.arn)]).toEqual([undefined, b.readAt]);
		expect(chat.log).toEqual([`undelivered, moved to the dead-letter queue: ${reason}`, "delivered: posted"]);
		expect(chat.lines.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ Undelivered: 1 }));
	});

	test.each([
		["a page of something in between", answer(200, "<html>proxy for /services/T000/B000/secretwebhook</html>")],
		["a redirect", answer(302, "", { location: "https://127.0.0.1:1/services/T000/B000/secretwebhook" })],
		["no text", answer(200, "")],
	])("%s is not from Slack: a dead letter without it, and nothing follows it", async (_, reply) => {
		chat.slack.trouble = () => reply;
		expect(await chat.handle(first)).toEqual([]);
		expect(chat.slack.arrived).toHaveLength(1);
		expect(chat.deadLetters).toEqual([
			`Slack rejected the message: a response that is not from Slack (${reply.status})`,
		]);
	});

	test("the same record delivered again is not a second dead letter", async () => {
		answerAbout("a", answer(400, "invalid_blocks"));
		for (let delivery = 0; delivery < 3; delivery++) await chat.handle(first);
		expect(new Set(chat.ports.undelivered.map(({ messageId }) => messageId)).size).toBe(1);
	});
});

test.each<["webhook" | "bot", (body: string) => SlackMessage]>([
	["webhook", (body) => JSON.parse(body)],
	[
		"bot",
		(body) => {
			const fields = new URLSearchParams(body);
			return { text: fields.get("text") ?? "", blocks: JSON.parse(fields.get("blocks") ?? "[]") };
		},
	],
])(
	"N04: text from outside arrives through the %s as text, without a mention, a link or markup",
	async (transport, read) => {
		const text = "<!channel> <@U123> <https://evil.example|click> `*_~ &lt; \n> line\u202e";
		const hostile = anEntry({
			subject: aFamily(text),
			about: { revision: text },
			controls: {
				"task-definition/read-only-root": aRecordedVerdict({ message: text, containers: [text], remediation: text }),
			},
			...(transport === "bot" ? { destination: { channel: "#payments" } } : {}),
		});
		expect(await chat.handle(aStreamRecord(1, null, hostile))).toEqual([]);
		const [{ body = "" } = {}] = chat.slack.arrived;
		expect(faultsOf(read(body))).toEqual([]);
		expect([chat.slack.shown.length + chat.slack.inPayments.length, chat.deadLetters]).toEqual([1, []]);
	},
);
