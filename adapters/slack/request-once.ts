import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";

/** A request that no usable response came for. The reason is a code of the network or the name of an error: their messages may contain more. */
export class NoResponseError extends Error {
	/** Whether the server may have got the request. */
	readonly mayHaveArrived: boolean;

	constructor(reason: string, mayHaveArrived: boolean) {
		super(reason);
		this.mayHaveArrived = mayHaveArrived;
	}
}

interface HttpRequest {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

interface HttpResponse {
	readonly status: number;
	/** Names are in lower case. */
	readonly headers: IncomingHttpHeaders;
	/** The first characters of it, up to a number that the caller gives. */
	readonly body: string;
}

/** Posts a text, once. Throws NoResponseError, which does not contain the address. */
export type RequestOnce = (address: URL, request: HttpRequest, maxLength: number) => Promise<HttpResponse>;

const responseTimeoutMs = 5_000;

/**
 * Over a connection of its own, in at most 5 s. The global fetch does not tell whether a request that failed was sent, and a connection
 * that was kept open may be dead after the function was frozen. A redirect, which would leave the allowed origin, is an answer like
 * any other.
 */
export const requestOnce: RequestOnce = (address, { headers: given, body: text }, maxLength) =>
	new Promise((resolve, reject) => {
		const isSecure = address.protocol === "https:";
		let isConnected = false;
		const fail = (error: unknown): void => reject(new NoResponseError(reasonOf(error), isConnected));
		const headers = { ...given, "content-length": Buffer.byteLength(text), connection: "close" };
		const signal = AbortSignal.timeout(responseTimeoutMs);
		const options = { method: "POST", headers, agent: false, signal } as const;
		const request = (isSecure ? https : http).request(address, options, (response) => {
			let body = "";
			response.setEncoding("utf8");
			response.on("data", (part: string) => {
				body = `${body}${part}`.slice(0, maxLength);
			});
			response.on("error", fail);
			response.on("end", () => {
				const { statusCode: status = 0, headers: received } = response;
				resolve({ status, headers: received, body });
			});
		});
		request.on("socket", (socket) => {
			// The certificate is valid by then; nothing is sent before.
			socket.once(isSecure ? "secureConnect" : "connect", () => {
				isConnected = true;
			});
		});
		request.on("error", fail);
		request.end(text);
	});

/** Only the code of the network or the name, because the message of an error may contain the address. */
export function reasonOf(error: unknown): string {
	const { name, code, cause } = fieldsOf(error);
	if (name === "AbortError") return reasonOf(cause);
	if (typeof code === "string") return code;
	return typeof name === "string" ? name : "no reason given";
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
