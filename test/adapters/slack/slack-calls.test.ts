import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { answerMessage } from "../../../adapters/slack/answer-message.ts";
import { approvalNotice } from "../../../adapters/slack/approval-form.ts";
import { createSlackCalls } from "../../../adapters/slack/slack-calls.ts";
import { PermanentRejectionError, TryLaterError } from "../../../core/errors.ts";
import { aRecordedAnswer, message } from "../../support/answered.ts";

const token = "xoxb-1-secret";
let server: Server;
let requests: { url: string; headers: IncomingMessage["headers"]; body: Record<string, unknown> }[];
let respond: (response: ServerResponse) => void;

beforeEach(async () => {
	requests = [];
	respond = (response) => response.end('{"ok":true}');
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on("data", (part: Buffer) => parts.push(part));
		request.on("end", () => {
			const body = JSON.parse(Buffer.concat(parts).toString());
			requests.push({ url: request.url ?? "", headers: request.headers, body });
			respond(response);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

const calls = (botToken: string | null = token) => {
	const { port } = server.address() as AddressInfo;
	return createSlackCalls({ readBotToken: async () => botToken, apiUrl: `http://127.0.0.1:${port}/api/` });
};
const errorOf = (call: Promise<void>): Promise<Error> =>
	call.then(
		() => new Error("none"),
		(error: Error) => error,
	);

describe("a call of Slack's Web API", () => {
	test("opens a form, updates a message or tells one person, each with the bot token in its header", async () => {
		const [view, updated] = [approvalNotice("x"), answerMessage(aRecordedAnswer(), "web")];
		await calls().openModal("1.2.abc", view);
		const { channel, ts } = message;
		await calls().updateMessage({ channel, ts }, updated);
		await calls().tell(message.channel, "U012AB3CD", "Nothing has changed: <!channel>.");
		expect(requests.map(({ url, body }) => [url, body])).toEqual([
			["/api/views.open", { trigger_id: "1.2.abc", view }],
			["/api/chat.update", { channel, ts, ...updated, parse: "none" }],
			[
				"/api/chat.postEphemeral",
				expect.objectContaining({ channel: message.channel, user: "U012AB3CD", parse: "none" }),
			],
		]);
		for (const { headers } of requests) expect(headers.authorization).toBe(`Bearer ${token}`);
		expect(requests[2]?.body["blocks"]).toMatchObject([{ text: { type: "plain_text" } }]);
	});

	test("posts what is written, without links to names and previews", async () => {
		const posted = answerMessage(aRecordedAnswer(), "web");
		await calls().post("#payments", posted);
		expect(requests.map(({ url, body }) => [url, body])).toEqual([
			[
				"/api/chat.postMessage",
				{ channel: "#payments", ...posted, parse: "none", unfurl_links: false, unfurl_media: false },
			],
		]);
	});

	test("cuts what it tells a person to what Slack accepts", async () => {
		await calls().tell(message.channel, "U012AB3CD", `ECS did not take it: ${"x".repeat(5_000)}`);
		const body = requests[0]?.body ?? {};
		expect(body).toMatchObject({ blocks: [{ text: { text: body["text"] } }] });
		expect(body["text"]).toHaveLength(3_000);
	});

	test("is made again with the token that has replaced a rejected one, and once with one that has not", async () => {
		respond = (response) => response.end('{"ok":false,"error":"token_revoked"}');
		const { port } = server.address() as AddressInfo;
		const withTokens = (fresh: string | null) =>
			createSlackCalls({
				readBotToken: async (asked) => (asked === undefined ? token : fresh),
				apiUrl: `http://127.0.0.1:${port}/api/`,
			}).tell(message.channel, "U012AB3CD", "x");
		for (const same of [token, null])
			expect(await errorOf(withTokens(same))).toEqual(
				new PermanentRejectionError("Slack rejected chat.postEphemeral: token_revoked"),
			);
		expect(requests).toHaveLength(2);
		respond = (response) => response.end(requests.length === 3 ? '{"ok":false,"error":"invalid_auth"}' : '{"ok":true}');
		await withTokens("xoxb-2-secret");
		expect(requests.slice(2).map(({ headers }) => headers.authorization)).toEqual([
			`Bearer ${token}`,
			"Bearer xoxb-2-secret",
		]);
	});

	test("is not made without a token", async () => {
		expect(await errorOf(calls(null).openModal("1", approvalNotice("x")))).toEqual(
			new PermanentRejectionError("the Slack secret has no botToken"),
		);
		expect(requests).toEqual([]);
	});

	const answerOf = (status: number, body: string) => (response: ServerResponse) => {
		response.writeHead(status);
		response.end(body);
	};
	test.each<[string, (response: ServerResponse) => void, Error]>([
		[
			"rejects it with a code",
			answerOf(200, '{"ok":false,"error":"expired_trigger_id"}'),
			new PermanentRejectionError("Slack rejected views.open: expired_trigger_id"),
		],
		[
			"rejects it with something else",
			answerOf(200, `{"ok":false,"error":"${token} <x>"}`),
			new PermanentRejectionError("Slack rejected views.open: no reason given"),
		],
		["answers nothing of its own", answerOf(200, token), new TryLaterError("Slack did not respond to views.open")],
		["is busy", answerOf(429, token), new TryLaterError("Slack responded to views.open with 429")],
		["fails", answerOf(503, token), new TryLaterError("Slack responded to views.open with 503")],
		["breaks off", (response) => response.destroy(), new TryLaterError("Slack did not respond to views.open")],
		[
			"sends it elsewhere",
			(response) => {
				response.writeHead(307, { location: "/elsewhere" });
				response.end();
			},
			new TryLaterError("Slack did not respond to views.open"),
		],
		["does not answer in time", () => {}, new TryLaterError("Slack did not respond to views.open")],
	])("fails without the token in its error, and is made once, if Slack %s", async (_, how, error) => {
		respond = how;
		const thrown = await errorOf(calls().openModal("1", approvalNotice("x")));
		expect(thrown).toEqual(error);
		expect(thrown).toBeInstanceOf(error.constructor);
		expect(requests).toHaveLength(1);
	});
});
