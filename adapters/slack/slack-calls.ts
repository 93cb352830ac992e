import type { KnownBlock, ModalView } from "@slack/types";
import { PermanentRejectionError, TryLaterError } from "../../core/errors.ts";
import { fieldsIn } from "../../core/json.ts";
import { truncate } from "../../core/text.ts";
import type { MessagePlace } from "../../domain/approvals/approval.ts";
import { slackLimits } from "./blocks.ts";
import type { SlackMessage } from "./to-message.ts";
import { aboutToken } from "./token-codes.ts";

/**
 * Calls of Slack's Web API about approvals, and by the operator. All throw TryLaterError and PermanentRejectionError, with neither the
 * token nor Slack's text.
 */
export interface SlackCalls {
	/** `views.open`: the trigger of a click opens one form, within three seconds. */
	readonly openModal: (triggerId: string, view: ModalView) => Promise<void>;
	/** `chat.postMessage`: outside a thread. */
	readonly post: (channel: string, message: SlackMessage) => Promise<void>;
	/** `chat.update`: of a message of the bot's own. */
	readonly updateMessage: (place: MessagePlace, message: SlackMessage) => Promise<void>;
	/** `chat.postEphemeral`: only this person sees it. */
	readonly tell: (channel: string, user: string, text: string) => Promise<void>;
}

export interface SlackCallPorts {
	/** Null if the secret has none. `fresh`: it may have been replaced. Throws TryLaterError. */
	readonly readBotToken: (fresh?: "fresh") => Promise<string | null>;
	/** Of the Web API, with a slash at its end. */
	readonly apiUrl: string;
	readonly fetch?: typeof fetch;
}

/** A form has to be open three seconds after the click, which it took time to receive. */
const formTimeoutMs = 2_000;
const timeoutMs = 5_000;

/** Slack makes no links of names, and shows no previews. */
const asWritten = { parse: "none" } as const;
const withoutPreviews = { unfurl_links: false, unfurl_media: false } as const;

/** With plain requests: a client of its own would make the function that has three seconds start later. */
export function createSlackCalls(ports: SlackCallPorts): SlackCalls {
	return {
		openModal: (trigger_id, view) => call("views.open", { trigger_id, view }, formTimeoutMs, ports),
		post: (channel, message) =>
			call("chat.postMessage", { channel, ...message, ...asWritten, ...withoutPreviews }, timeoutMs, ports),
		updateMessage: (place, message) => call("chat.update", { ...place, ...message, ...asWritten }, timeoutMs, ports),
		tell: (channel, user, whole) => {
			const text = truncate(whole, slackLimits.section);
			const blocks: KnownBlock[] = [{ type: "section", text: { type: "plain_text", text, emoji: false } }];
			return call("chat.postEphemeral", { channel, user, text, blocks, ...asWritten }, timeoutMs, ports);
		},
	};
}

/** If Slack rejects the token, it is read again, and the call is repeated if it has been replaced. */
async function call(method: string, content: object, limitMs: number, ports: SlackCallPorts): Promise<void> {
	const token = await ports.readBotToken();
	if (token === null) throw new PermanentRejectionError("the Slack secret has no botToken");
	const code = await attempt(method, content, { token, limitMs }, ports);
	if (code === null) return;
	const current = aboutToken.includes(code) ? await ports.readBotToken("fresh") : token;
	const again =
		current === null || current === token ? code : await attempt(method, content, { token: current, limitMs }, ports);
	if (again !== null) throw new PermanentRejectionError(`Slack rejected ${method}: ${again}`);
}

/** Slack's code, such as expired_trigger_id; null if it has done it. Throws TryLaterError. */
async function attempt(
	method: string,
	content: object,
	{ token, limitMs }: { readonly token: string; readonly limitMs: number },
	{ apiUrl, fetch: send = fetch }: SlackCallPorts,
): Promise<string | null> {
	const answer = await answerTo(
		send(`${apiUrl}${method}`, {
			method: "POST",
			headers: { authorization: `Bearer ${token}`, "content-type": "application/json; charset=utf-8" },
			body: JSON.stringify(content),
			// A redirect would take the token elsewhere.
			redirect: "error",
			signal: AbortSignal.timeout(limitMs),
		}),
		method,
	);
	const { ok, error } = fieldsIn(answer);
	if (ok === true) return null;
	// Anything but a code is not Slack's.
	return typeof error === "string" && /^[a-z][a-z_]{0,63}$/.test(error) ? error : "no reason given";
}

/** Throws TryLaterError: for no answer, for a status other than 200, such as 429, and for what is no JSON. */
async function answerTo(response: Promise<Response>, method: string): Promise<unknown> {
	try {
		const { status, ...answered } = await response.then(async (one) => ({
			status: one.status,
			text: await one.text(),
		}));
		if (status !== 200) throw new TryLaterError(`Slack responded to ${method} with ${status}`);
		return JSON.parse(answered.text);
	} catch (error) {
		if (error instanceof TryLaterError) throw error;
		throw new TryLaterError(`Slack did not respond to ${method}`);
	}
}
