import { TryLaterError, UnconfirmedError } from "../../core/errors.ts";
import { NoResponseError, requestOnce } from "./request-once.ts";

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

const maxResponseLength = 1_000;
const headers = { "content-type": "application/json; charset=utf-8" };

export const sendOverNetwork: Send = async (address, json) => {
	try {
		const response = await requestOnce(address, { headers, body: json }, maxResponseLength);
		const { status, body } = response;
		return { status, retryAfter: response.headers["retry-after"] ?? null, body: body.trim() };
	} catch (error) {
		if (!(error instanceof NoResponseError)) throw error;
		const reason = `Slack did not respond (${error.message})`;
		throw error.mayHaveArrived ? new UnconfirmedError(reason) : new TryLaterError(reason);
	}
};
