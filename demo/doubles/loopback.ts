import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP request; header names are in lower case. */
export interface Request {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export interface Reply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: string;
}

/** A server on a free port of the loopback interface. */
export interface Loopback {
	readonly url: string;
	readonly close: () => Promise<void>;
}

const maxBytes = 20 * 1024 * 1024;

/** Listens on 127.0.0.1 only. An error thrown by `handle` becomes a 500 reply with its message and is passed to `onError`. */
export async function listen(
	handle: (request: Request) => Reply | Promise<Reply>,
	onError: (error: unknown) => void = () => {},
): Promise<Loopback> {
	const server = createServer(async (incoming, outgoing) => {
		try {
			const { status, headers, body } = await handle(await requestOf(incoming));
			outgoing.writeHead(status, headers).end(body);
		} catch (error) {
			onError(error);
			outgoing.writeHead(500, { "content-type": "text/plain" }).end(String(error));
		}
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", resolve);
	});
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of incoming as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > maxBytes) throw new RangeError(`a request of more than ${maxBytes} bytes`);
		chunks.push(chunk);
	}
	const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
	return {
		method: incoming.method ?? "GET",
		path: incoming.url ?? "/",
		headers: Object.fromEntries(headers),
		body: Buffer.concat(chunks).toString("utf8"),
	};
}
