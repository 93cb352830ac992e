import { type Logger, LogLevel, WebClient } from "@slack/web-api";
import { PermanentRejectionError } from "../../core/errors.ts";
import { apiUrlOf } from "./api-url.ts";

const responseTimeoutMs = 5_000;
const maxResponseCharacters = 100_000;

/** A request that no usable response came for. The reason is a code of the network or the name of an error: their messages may contain more. */
export class NoResponseError extends Error {
	/** Whether Slack may have got the request. */
	readonly mayHaveArrived: boolean;

	constructor(reason: string, mayHaveArrived: boolean) {
		super(reason);
		this.mayHaveArrived = mayHaveArrived;
	}
}

/**
 * Slack's client: each call is one request of at most 5 s that follows no redirect, and nothing is logged. Like Node's `fetch`, it
 * uses a proxy only if NODE_USE_ENV_PROXY says so. Its errors are for `failureOf`. Throws PermanentRejectionError
 * for an origin that is not allowed, and for a token that no header can hold.
 */
export function createSlackClient(token: string, origin: string, send: typeof fetch = fetch): WebClient {
	if (!/^[!-~]+$/.test(token))
		throw new PermanentRejectionError("botToken of the Slack secret is not a token (xoxb-…)");
	return new WebClient(token, {
		slackApiUrl: apiUrlOf(origin),
		// A method's name is never an address.
		allowAbsoluteUrls: false,
		retryConfig: { retries: 0 },
		rejectRateLimitedCalls: true,
		logger: silent,
		fetch: (address, init) => request(address, init, send),
	});
}

/** The whole response, so that a body that never ends is a time-out as well. Throws NoResponseError. */
async function request(
	address: Parameters<typeof fetch>[0],
	init: RequestInit | undefined,
	send: typeof fetch,
): Promise<Response> {
	try {
		// A redirect would leave the allowed origin with the token.
		const signal = AbortSignal.timeout(responseTimeoutMs);
		const { status, headers, ...response } = await whole(await send(address, { ...init, redirect: "manual", signal }));
		// The client throws an error without a type if it cannot read the time to wait.
		if (status === 429 && !/^\d{1,6}$/.test(headers.get("retry-after") ?? "")) headers.set("retry-after", "1");
		return new Response(response.body, { status, headers });
	} catch (error) {
		const reason = reasonOf(error);
		throw new NoResponseError(reason, !unsent.includes(reason) && !reason.includes("CERT"));
	}
}

async function whole(response: Response): Promise<{ status: number; headers: Headers; body: string }> {
	const body = (await response.text()).slice(0, maxResponseCharacters);
	// A response object of ours takes no status below 200, and no body with 204 or 304; none of these is an answer of Slack's API.
	const isAllowed = response.status >= 200 && ![204, 205, 304].includes(response.status);
	return { status: isAllowed ? response.status : 404, headers: new Headers(response.headers), body };
}

/** Failures before anything is sent (Node's errors of the system, of DNS and of TLS; undici's of connecting). */
const unsent = [
	"ECONNREFUSED",
	"ENOTFOUND",
	"EAI_AGAIN",
	"ENETUNREACH",
	"EHOSTUNREACH",
	"UND_ERR_CONNECT_TIMEOUT",
	"UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

function reasonOf(error: unknown): string {
	const { name, cause } = fieldsOf(error);
	const { code } = fieldsOf(cause);
	if (typeof code === "string") return code;
	return typeof name === "string" ? name : "no reason given";
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const nothing = (): void => {};

/** The client's own logger prints addresses and arguments. */
const silent: Logger = {
	debug: nothing,
	info: nothing,
	warn: nothing,
	error: nothing,
	setLevel: nothing,
	getLevel: () => LogLevel.ERROR,
	setName: nothing,
};
