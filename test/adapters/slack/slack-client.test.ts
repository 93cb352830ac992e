import { describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { apiUrlOf } from "../../../adapters/slack/api-url.ts";
import type { RequestOnce } from "../../../adapters/slack/request-once.ts";
import { createSlackBot } from "../../../adapters/slack/web-api.ts";

describe("the address of Slack's Web API", () => {
	test.each([
		["https://hooks.slack.com", "https://slack.com/api/"],
		["https://hooks.slack-gov.com", "https://slack-gov.com/api/"],
		["http://127.0.0.1:8080", "http://127.0.0.1:8080/api/"],
		["http://[::1]:8080", "http://[::1]:8080/api/"],
		["https://127.0.0.1:8443", "https://127.0.0.1:8443/api/"],
	])("of %s is %s", (origin, expected) => {
		expect(apiUrlOf(origin)).toBe(expected);
	});

	test.each([
		"https://hooks.slack.com.evil.example",
		"http://hooks.slack.com",
		"http://127.0.0.1.evil.example",
		"https://user:word@127.0.0.1",
		"https://127.0.0.1/elsewhere",
		"ftp://127.0.0.1",
		"",
		"toString",
	])("is never derived from %p", (origin) => {
		expect(() => apiUrlOf(origin)).toThrow("the allowed origin for Slack is neither Slack's nor on this machine");
	});
});

describe("the bot token", () => {
	const tokens = fc.oneof(
		fc.stringMatching(/^xoxb-[0-9]{10,13}-[A-Za-z0-9]{24}$/),
		fc.string({ minLength: 8, maxLength: 60, unit: "grapheme" }).map((text) => `xoxb-${text}`),
	);
	const answers = fc.oneof(
		fc.constantFrom<[number, string]>(
			[200, '{"ok":false,"error":"invalid_auth"}'],
			[500, "token"],
			[429, ""],
			[200, '{"ok":false,"error":"token"}'],
			[200, "<html>"],
		),
		fc.tuple(fc.constantFrom(200, 302, 400), fc.string()),
	);

	test("is in no error and in no log, whatever Slack answers", async () => {
		const printed: unknown[] = [];
		const spies = (["log", "info", "warn", "error", "debug"] as const).map((name) =>
			jest.spyOn(console, name).mockImplementation((...of) => void printed.push(...of)),
		);
		const outputs = [process.stdout, process.stderr].map((stream) =>
			jest.spyOn(stream, "write").mockImplementation((text) => printed.push(text) > 0),
		);
		try {
			await fc.assert(
				fc.asyncProperty(tokens, answers, fc.boolean(), async (token, [status, body], isCut) => {
					const send: RequestOnce = async (address, { headers }) => {
						// Node's own check of headers, whose error contains their value.
						new Request(address, { headers });
						if (isCut) throw new TypeError(`fetch failed for ${JSON.stringify(headers)}`);
						return { status, headers: {}, body: body.replaceAll("token", token) };
					};
					const bot = createSlackBot({ readBotToken: async () => token, send });
					const error = await bot.post("#payments", { text: "a", blocks: [] }).then(String, (thrown: Error) => thrown);
					const shown =
						error instanceof Error ? [error.message, error.stack, JSON.stringify(error), error.cause] : [error];
					expect(shown.map(String).join("\n")).not.toContain(token);
					expect(printed.map(String).join("\n")).not.toContain(token);
				}),
			);
		} finally {
			for (const spy of [...spies, ...outputs]) spy.mockRestore();
		}
	});
});
