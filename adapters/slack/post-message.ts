import { setTimeout as pause } from "node:timers/promises";
import { PermanentRejectionError, TryLaterError, WaitRequestedError } from "../../core/errors.ts";
import type { ReadWebhook } from "../secrets-manager/read-slack-secret.ts";
import type { SlackMessage } from "./to-message.ts";
import { parseWebhookUrl, slackOrigin } from "./webhook-url.ts";

export interface SlackPorts {
	readonly readWebhook: ReadWebhook;
	/** The required origin of the webhook; Slack's own when absent. */
	readonly origin?: string;
	readonly fetch?: typeof fetch;
	/** Waits for a number of milliseconds. */
	readonly wait?: (ms: number) => Promise<unknown>;
	/** Epoch milliseconds. */
	readonly now?: () => number;
}

const maxAttempts = 3;
const responseTimeoutMs = 5_000;
const pauseMs = 250;
/** The maximum total wait for Slack's Retry-After; for a longer one, WaitRequestedError is thrown. */
const maxWaitMs = 4_000;
/** The limit for one message with its attempts and waits: no attempt starts that might exceed it. */
const messageTimeoutMs = 15_000;
const maxResponseLength = 1_000;

/**
 * Posts a message through the incoming webhook. Throws WaitRequestedError for a 429, TryLaterError if Slack cannot accept it now
 * (5xx, no response, no webhook yet), and PermanentRejectionError with Slack's error code if it never will; none contains the
 * webhook. Takes at most 15 s, and 5 s more if the webhook has to be read again.
 */
export async function postMessage(message: SlackMessage, ports: SlackPorts): Promise<"posted" | "turned off"> {
	const { origin = slackOrigin, now = Date.now } = ports;
	const until = now() + messageTimeoutMs;
	const isTimeFor = (ms: number): boolean => now() + ms + responseTimeoutMs <= until;
	let webhook = await ports.readWebhook();
	if (webhook === null) return "turned off";
	let answer = await deliver(parseWebhookUrl(webhook, origin), message, ports, isTimeFor);
	if (answer.kind === "rejected" && (answer.status === 403 || answer.status === 404)) {
		// The webhook may have been replaced since it was read.
		const current = await ports.readWebhook("fresh");
		if (current === null) return "turned off";
		if (current !== webhook) {
			if (!isTimeFor(0))
				throw new TryLaterError("Slack took too long to reject a webhook that has since been replaced");
			webhook = current;
			answer = await deliver(parseWebhookUrl(webhook, origin), message, ports, isTimeFor);
		}
	}
	if (answer.kind === "ok") return "posted";
	if (answer.kind === "later") {
		if (answer.afterMs === undefined) throw new TryLaterError(answer.reason);
		throw new WaitRequestedError(answer.reason, answer.afterMs);
	}
	throw new PermanentRejectionError(`Slack rejected the message: ${answer.word} (${answer.status})`);
}

type PostResult =
	| { readonly kind: "ok" }
	| { readonly kind: "later"; readonly reason: string; readonly afterMs?: number }
	| { readonly kind: "rejected"; readonly status: number; readonly word: string };

/** `isTimeFor`: whether another attempt can start after a number of milliseconds. */
async function deliver(
	address: URL,
	message: SlackMessage,
	ports: SlackPorts,
	isTimeFor: (ms: number) => boolean,
): Promise<PostResult> {
	const wait = ports.wait ?? pause;
	let remainingWaitMs = maxWaitMs;
	for (let attempt = 1; ; attempt++) {
		const answer = await post(address, message, ports.fetch ?? fetch);
		if (answer.kind !== "later" || attempt === maxAttempts) return answer;
		const ms = answer.afterMs ?? pauseMs * attempt;
		if (ms > remainingWaitMs || !isTimeFor(ms)) return answer;
		remainingWaitMs -= ms;
		await wait(ms);
	}
}

async function post(address: URL, message: SlackMessage, send: typeof fetch): Promise<PostResult> {
	try {
		const response = await send(address, {
			method: "POST",
			headers: { "content-type": "application/json; charset=utf-8" },
			body: JSON.stringify(message),
			// A redirect would leave the allowed origin.
			redirect: "manual",
			signal: AbortSignal.timeout(responseTimeoutMs),
		});
		const body = (await response.text()).slice(0, maxResponseLength).trim();
		if (response.status === 200 && body === "ok") return { kind: "ok" };
		if (response.status === 429) return throttled(response.headers.get("retry-after"));
		if (response.status >= 500) return { kind: "later", reason: `Slack responded with ${response.status}` };
		return { kind: "rejected", status: response.status, word: errorCodeOf(body) };
	} catch (error) {
		return { kind: "later", reason: `Slack did not respond (${causeOf(error)})` };
	}
}

/** Slack sends Retry-After in whole seconds; anything else counts as one second. */
function throttled(retryAfter: string | null): PostResult {
	const seconds = retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : 1;
	return { kind: "later", reason: `Slack asked to wait ${seconds} s`, afterMs: seconds * 1_000 };
}

/** Slack's error codes are single words, such as `invalid_blocks` or `no_service`; other responses are not repeated. */
const errorCodeOf = (body: string): string =>
	/^[a-z][a-z_]{0,63}$/.test(body) ? body : "a response that is not from Slack";

/** Only the network code or the name, because the message of an error from fetch may contain the URL. */
function causeOf(error: unknown): string {
	const { name, cause } = fieldsOf(error);
	const { code } = fieldsOf(cause);
	if (typeof code === "string") return code;
	return typeof name === "string" ? name : "no reason given";
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
