import { PermanentRejectionError, TryLaterError, WaitRequestedError } from "../../core/errors.ts";
import type { ReadWebhook } from "../secrets-manager/read-slack-secret.ts";
import { type Send, type SlackAnswer, sendOverNetwork } from "./send.ts";
import type { SlackMessage } from "./to-message.ts";
import { parseWebhookUrl, slackOrigin } from "./webhook-url.ts";

export interface SlackPorts {
	readonly readWebhook: ReadWebhook;
	/** The required origin of the webhook; Slack's own when absent. */
	readonly origin?: string;
	readonly send?: Send;
}

/**
 * Posts a message through the incoming webhook, once: who repeats it is the stream. Throws WaitRequestedError for a 429, TryLaterError if
 * Slack has not accepted it but may later (5xx, no connection, no webhook yet), UnconfirmedError if no answer came, and
 * PermanentRejectionError with Slack's error code if it never will; none contains the webhook. Takes at most 10 s, and 10 s more if the
 * webhook has been replaced.
 */
export async function postMessage(message: SlackMessage, ports: SlackPorts): Promise<"posted" | "turned off"> {
	const { origin = slackOrigin, send = sendOverNetwork } = ports;
	const json = JSON.stringify(message);
	const webhook = await ports.readWebhook();
	if (webhook === null) return "turned off";
	let answer = await send(parseWebhookUrl(webhook, origin), json);
	if (answer.status === 403 || answer.status === 404) {
		// The webhook may have been replaced since it was read; Slack has not accepted the message.
		const current = await ports.readWebhook("fresh");
		if (current === null) return "turned off";
		if (current !== webhook) answer = await send(parseWebhookUrl(current, origin), json);
	}
	return outcomeOf(answer);
}

function outcomeOf({ status, retryAfter, body }: SlackAnswer): "posted" {
	if (status === 200 && body === "ok") return "posted";
	if (status === 429) {
		const seconds = secondsIn(retryAfter);
		throw new WaitRequestedError(`Slack asked to wait ${seconds} s`, seconds * 1_000);
	}
	if (status >= 500) throw new TryLaterError(`Slack responded with ${status}`);
	throw new PermanentRejectionError(`Slack rejected the message: ${errorCodeOf(body)} (${status})`);
}

/** Slack sends Retry-After in whole seconds; anything else counts as one second. */
const secondsIn = (retryAfter: string | null): number =>
	retryAfter !== null && /^\d{1,15}$/.test(retryAfter) ? Number(retryAfter) : 1;

/** Slack's error codes are single words, such as `invalid_blocks` or `no_service`; other responses are not repeated. */
const errorCodeOf = (body: string): string =>
	/^[a-z][a-z_]{0,63}$/.test(body) ? body : "a response that is not from Slack";
