import http from "node:http";
import https from "node:https";
import { TryLaterError, UnconfirmedError } from "../../core/errors.ts";

/** What a server of Slack's answered; `retryAfter`: the header. */
export interface SlackAnswer {
	readonly status: number;
	readonly retryAfter: string | null;
	/** The first characters of it. */
	readonly body: string;
}

/**
 * Sends a JSON text, once. Throws TryLaterError if the connection could not be made, so that nothing was sent, and UnconfirmedError if no
 * answer came after that: Slack may have it. Neither contains the address.
 */
export type Send = (address: URL, json: string) => Promise<SlackAnswer>;

const responseTimeoutMs = 5_000;
const maxResponseLength = 1_000;

/**
 * Over a connection of its own. The global fetch does not tell whether a request that failed was sent, and a connection that was kept
 * open may be dead after the function was frozen. A redirect, which would leave the allowed origin, is an answer like any other.
 */
export const sendOverNetwork: Send = (address, json) =>
	new Promise((resolve, reject) => {
		const isSecure = address.protocol === "https:";
		let isConnected = false;
		const fail = (error: unknown): void => {
			const reason = `Slack did not respond (${causeOf(error)})`;
			reject(isConnected ? new UnconfirmedError(reason) : new TryLaterError(reason));
		};
		const headers = {
			"content-type": "application/json; charset=utf-8",
			"content-length": Buffer.byteLength(json),
			connection: "close",
		};
		const signal = AbortSignal.timeout(responseTimeoutMs);
		const options = { method: "POST", headers, agent: false, signal } as const;
		const request = (isSecure ? https : http).request(address, options, (response) => {
			let body = "";
			response.setEncoding("utf8");
			response.on("data", (text: string) => {
				body = `${body}${text}`.slice(0, maxResponseLength);
			});
			response.on("error", fail);
			response.on("end", () => {
				const { statusCode: status = 0, headers: received } = response;
				resolve({ status, retryAfter: received["retry-after"] ?? null, body: body.trim() });
			});
		});
		request.on("socket", (socket) => {
			// The certificate is valid by then; nothing is sent before.
			socket.once(isSecure ? "secureConnect" : "connect", () => {
				isConnected = true;
			});
		});
		request.on("error", fail);
		request.end(json);
	});

/** Only the network code or the name, because the message of an error may contain the address. */
function causeOf(error: unknown): string {
	const { name, code, cause } = fieldsOf(error);
	if (name === "AbortError") return causeOf(cause);
	if (typeof code === "string") return code;
	return typeof name === "string" ? name : "no reason given";
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
