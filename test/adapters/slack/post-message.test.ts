import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { postMessage, type SlackPorts } from "../../../adapters/slack/post-message.ts";
import type { SlackMessage } from "../../../adapters/slack/to-message.ts";
import { TryLaterError, UnconfirmedError, WaitRequestedError } from "../../../core/errors.ts";

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

beforeEach(async () => {
	[responses, received] = [[], []];
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

describe("N02: a post posts once, and the stream retries what Slack has surely not accepted", () => {
	test.each<[string, Respond, string]>([
		["an error of Slack's", says(503, "oops"), "Slack responded with 503"],
		["a wait", says(429, "", { "retry-after": "30" }), "Slack asked to wait 30 s"],
	])("%s", async (_, answer, reason) => {
		responses = [answer];
		await expect(postMessage(message, ports(secret))).rejects.toThrow(new TryLaterError(reason));
		expect(received).toHaveLength(1);
	});

	test.each([
		["3600", 3_600_000],
		["soon", 1_000],
		["-5", 1_000],
		["1.5", 1_000],
		["", 1_000],
	])("N01: the time that Slack asks for is passed on: Retry-After %j", async (seconds, afterMs) => {
		responses = [says(429, "", { "retry-after": seconds })];
		const posted = postMessage(message, ports(secret));
		await expect(posted).rejects.toBeInstanceOf(WaitRequestedError);
		await expect(posted).rejects.toMatchObject({ afterMs });
	});
});

describe("N02: of a request without an answer", () => {
	const failureAt = async (address: string): Promise<unknown> => {
		const { origin: own } = new URL(address);
		try {
			return await postMessage(message, { origin: own, readWebhook: async () => address });
		} catch (error) {
			return error;
		}
	};
	const close = async (one: Server): Promise<void> => {
		await new Promise((resolve) => one.close(resolve));
	};
	/** A server whose connections do this, and its port. */
	const listening = async (onConnection: (socket: Socket) => void): Promise<readonly [Server, number]> => {
		const one = createTcpServer(onConnection);
		await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
		return [one, (one.address() as AddressInfo).port];
	};

	test("that was sent, it is unknown whether it arrived", async () => {
		responses = [resets];
		const posted = postMessage(message, ports(secret));
		await expect(posted).rejects.toBeInstanceOf(UnconfirmedError);
		await expect(posted).rejects.toThrow("Slack did not respond (ECONNRESET)");
		expect(received).toHaveLength(1);
	});

	test("of which only a part came, it is unknown whether it arrived", async () => {
		responses = [
			(request, response) => {
				response.writeHead(200, { "content-length": "100" }).write("o");
				setTimeout(() => request.socket.destroy(), 20);
			},
		];
		await expect(postMessage(message, ports(secret))).rejects.toBeInstanceOf(UnconfirmedError);
	});

	test("g8: which Slack gives after six seconds, it is unknown whether it arrived, and it is posted once", async () => {
		responses = [(_, response) => void setTimeout(() => response.end("ok"), 6_000).unref()];
		const posted = postMessage(message, ports(secret));
		await expect(posted).rejects.toBeInstanceOf(UnconfirmedError);
		await expect(posted).rejects.toThrow("Slack did not respond (TimeoutError)");
		expect(received).toHaveLength(1);
	});

	test.each<[string, (socket: Socket) => void, string]>([
		["that is closed before TLS is set up", (socket) => socket.destroy(), "ECONNRESET"],
		["in which TLS fails", (socket) => void socket.end("no TLS here\r\n"), "EPROTO"],
		["in which TLS never answers", () => undefined, "TimeoutError"],
	])("on a connection %s, nothing was sent", async (_, onConnection, code) => {
		const sockets: Socket[] = [];
		const [one, port] = await listening((socket) => {
			socket.on("error", () => undefined);
			sockets.push(socket);
			onConnection(socket);
		});
		const error = await failureAt(`https://127.0.0.1:${port}${secret}`);
		for (const socket of sockets) socket.destroy();
		await close(one);
		expect(error).toBeInstanceOf(TryLaterError);
		expect(error).not.toBeInstanceOf(UnconfirmedError);
		expect(String(error)).toContain(`Slack did not respond (${code}`);
		expect(String(error)).not.toContain("verysecret");
	});

	test("on a connection that is refused, nothing was sent", async () => {
		const [one, port] = await listening(() => undefined);
		await close(one);
		const error = await failureAt(`http://127.0.0.1:${port}${secret}`);
		expect(error).toBeInstanceOf(TryLaterError);
		expect(error).not.toBeInstanceOf(UnconfirmedError);
		expect(String(error)).toContain("Slack did not respond (ECONNREFUSED)");
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
