import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { postMessage, type SlackPorts } from "../../../adapters/slack/post-message.ts";
import type { SlackMessage } from "../../../adapters/slack/to-message.ts";

const message: SlackMessage = { text: "hello", blocks: [] };

type Respond = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const says =
	(status: number, body: string, headers: Record<string, string> = {}): Respond =>
	(_, response) =>
		response.writeHead(status, headers).end(body);
const resets: Respond = (request) => request.socket.destroy();

let server: ReturnType<typeof createServer>;
let origin: string;
let responses: Respond[];
let received: { path: string; type: string | undefined; body: string }[];
let waited: number[];

beforeEach(async () => {
	[responses, received, waited] = [[], [], []];
	server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk) => {
			body += chunk;
		});
		request.on("end", () => {
			received.push({ path: request.url ?? "", type: request.headers["content-type"], body });
			(responses.shift() ?? says(200, "ok"))(request, response, body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

/** Ports whose secret holds one webhook after the other. */
const ports = (...paths: (string | null)[]): SlackPorts => {
	let at = 0;
	return {
		origin,
		readWebhook: async (fresh) => {
			if (fresh !== undefined) at = Math.min(at + 1, paths.length - 1);
			const path = paths[at] ?? null;
			return path === null ? null : `${origin}${path}`;
		},
		wait: async (ms) => waited.push(ms),
	};
};
const secret = "/services/T000/B000/verysecret";

test("a message is posted as JSON", async () => {
	expect(await postMessage(message, ports(secret))).toBe("posted");
	expect(received).toEqual([
		{ path: secret, type: "application/json; charset=utf-8", body: '{"text":"hello","blocks":[]}' },
	]);
});

test("while Slack is turned off nothing is sent and nothing fails", async () => {
	expect(await postMessage(message, ports(null))).toBe("turned off");
	expect(received).toEqual([]);
});

describe("N02: a temporary failure is retried", () => {
	test.each<[string, Respond[], number[]]>([
		["an error of Slack's", [says(500, "oops"), says(503, "")], [250, 500]],
		["a connection that breaks", [resets], [250]],
		["429 with seconds to wait", [says(429, "", { "retry-after": "2" })], [2_000]],
		["429 with seconds that make no sense", [says(429, "", { "retry-after": "soon" })], [1_000]],
	])("%s", async (_, before, waits) => {
		responses = before;
		expect(await postMessage(message, ports(secret))).toBe("posted");
		expect(waited).toEqual(waits);
	});

	test.each<[string, Respond[], string, number]>([
		["too many errors", [says(500, ""), says(502, ""), says(503, "")], "Slack responded with 503", 3],
		["too many broken connections", [resets, resets, resets], "Slack did not respond (UND_ERR_SOCKET)", 3],
		["a long wait", [says(429, "", { "retry-after": "30" })], "Slack asked to wait 30 s", 1],
		["an hour's wait", [says(429, "", { "retry-after": "3600" })], "Slack asked to wait 3600 s", 1],
		[
			"short waits that add up",
			[says(429, "", { "retry-after": "3" }), says(429, "", { "retry-after": "3" })],
			"Slack asked to wait 3 s",
			2,
		],
	])("after %s, TryLaterError is thrown for a retry by the stream", async (_, answers, reason, posts) => {
		responses = answers;
		await expect(postMessage(message, ports(secret))).rejects.toMatchObject({
			name: "TryLaterError",
			message: expect.stringContaining(reason),
		});
		expect(received).toHaveLength(posts);
	});

	test("N01: the time that Slack asks for is passed on", async () => {
		responses = [says(429, "", { "retry-after": "3600" })];
		await expect(postMessage(message, ports(secret))).rejects.toMatchObject({ afterMs: 3_600_000 });
	});

	test("no attempt starts that might exceed the limit of 15 s", async () => {
		let time = 0;
		const stuck = async () => {
			time += 5_000;
			throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
		};
		const posted = postMessage(message, { ...ports(secret), fetch: stuck, now: () => time });
		await expect(posted).rejects.toMatchObject({
			name: "TryLaterError",
			message: "Slack did not respond (TimeoutError)",
		});
		expect([time, waited]).toEqual([10_000, [250]]);
	});

	test("no attempt with a new webhook starts that might exceed the limit", async () => {
		let time = 0;
		const slow = async () => {
			time += 10_001;
			return new Response("no_service", { status: 404 });
		};
		const posted = postMessage(message, { ...ports(secret, "/b"), fetch: slow, now: () => time });
		await expect(posted).rejects.toMatchObject({
			name: "TryLaterError",
			message: "Slack took too long to reject a webhook that has since been replaced",
		});
		expect(time).toBe(10_001);
	});

	test("a timeout is retried", async () => {
		const stuck = () => Promise.reject(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
		await expect(postMessage(message, { ...ports(secret), fetch: stuck })).rejects.toMatchObject({
			name: "TryLaterError",
			message: "Slack did not respond (TimeoutError)",
		});
	});
});

describe("N03: a rejection by Slack is permanent, and has its error code but not the URL", () => {
	test.each([
		[400, "invalid_blocks", "invalid_blocks"],
		[400, "no_text\n", "no_text"],
		[410, "channel_is_archived", "channel_is_archived"],
		[403, "action_prohibited", "action_prohibited"],
		[404, "no_service", "no_service"],
		[302, "", "a response that is not from Slack"],
		[200, "<html>a proxy at /services/T000/B000/verysecret</html>", "a response that is not from Slack"],
		[200, "", "a response that is not from Slack"],
	])("%d %j", async (status, body, word) => {
		responses = [says(status, body, { location: `${origin}/elsewhere` })];
		const refused = postMessage(message, ports(secret));
		await expect(refused).rejects.toMatchObject({
			name: "PermanentRejectionError",
			message: `Slack rejected the message: ${word} (${status})`,
		});
		expect(received).toHaveLength(1);
		expect(waited).toEqual([]);
	});
});

describe("N06: a webhook that Slack rejects is read again", () => {
	test.each([403, 404])("a new webhook is used after %d", async (status) => {
		responses = [says(status, "no_service")];
		expect(await postMessage(message, ports(secret, "/services/T000/B000/renewed"))).toBe("posted");
		expect(received.map(({ path }) => path)).toEqual([secret, "/services/T000/B000/renewed"]);
	});

	test("a rejection of the new webhook is final", async () => {
		responses = [says(404, "no_service"), says(404, "no_team")];
		await expect(postMessage(message, ports(secret, "/b"))).rejects.toThrow(
			"Slack rejected the message: no_team (404)",
		);
		expect(received).toHaveLength(2);
	});

	test("nothing is sent if Slack was turned off", async () => {
		responses = [says(404, "no_service")];
		expect(await postMessage(message, ports(secret, null))).toBe("turned off");
	});
});
