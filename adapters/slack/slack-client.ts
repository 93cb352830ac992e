import { type Logger, LogLevel, WebClient } from "@slack/web-api";
import { PermanentRejectionError } from "../../core/errors.ts";
import { apiUrlOf } from "./api-url.ts";
import { NoResponseError, type RequestOnce, reasonOf, requestOnce } from "./request-once.ts";

const maxResponseCharacters = 100_000;

/**
 * Slack's client: each call is one request of at most 5 s that follows no redirect, and nothing is logged. Its errors are for
 * `failureOf`. Throws PermanentRejectionError for an origin that is not allowed, and for a token that no header can hold.
 */
export function createSlackClient(token: string, origin: string, send: RequestOnce = requestOnce): WebClient {
	if (!/^[!-~]+$/.test(token))
		throw new PermanentRejectionError("botToken of the Slack secret is not a token (xoxb-…)");
	return new WebClient(token, {
		slackApiUrl: apiUrlOf(origin),
		// A method's name is never an address.
		allowAbsoluteUrls: false,
		retryConfig: { retries: 0 },
		rejectRateLimitedCalls: true,
		logger: silent,
		fetch: (address, init) => responseTo(address, init, send),
	});
}

/** Throws NoResponseError. */
async function responseTo(
	address: Parameters<typeof fetch>[0],
	init: RequestInit | undefined,
	send: RequestOnce,
): Promise<Response> {
	try {
		const request = { headers: Object.fromEntries(new Headers(init?.headers)), body: String(init?.body ?? "") };
		const { status, headers, body } = await send(new URL(String(address)), request, maxResponseCharacters);
		const wait = headers["retry-after"] ?? "";
		// The client throws an error without a type if it cannot read the time to wait.
		const seconds = /^\d{1,6}$/.test(wait) ? wait : "1";
		// A response object of ours takes no status below 200, and no body with 204 or 304; none of these is an answer of Slack's API.
		const isAllowed = status >= 200 && ![204, 205, 304].includes(status);
		return new Response(body, { status: isAllowed ? status : 404, headers: { "retry-after": seconds } });
	} catch (error) {
		throw error instanceof NoResponseError ? error : new NoResponseError(reasonOf(error), true);
	}
}

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
