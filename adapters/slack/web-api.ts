import type { WebClient } from "@slack/web-api";
import { PermanentRejectionError, TryLaterError, UnconfirmedError } from "../../core/errors.ts";
import type { RequestOnce } from "./request-once.ts";
import { createSlackClient } from "./slack-client.ts";
import type { SlackMessage } from "./to-message.ts";
import { errorCodeOf, failureOf, isAboutToken } from "./web-api-failures.ts";
import { slackOrigin } from "./webhook-url.ts";

export interface WebApiPorts {
	/** The bot token; null if the secret has none. `fresh`: not from a cache. Throws TryLaterError. */
	readonly readBotToken: (fresh?: "fresh") => Promise<string | null>;
	/** The origin of the webhooks, which chooses Slack or GovSlack; Slack's own when absent. */
	readonly origin?: string;
	readonly send?: RequestOnce;
}

/** Where a message stands: the id of its channel and its time stamp there, which together are its identity. */
interface PostedMessage {
	readonly channelId: string;
	readonly ts: string;
}

/** A message that answers another one. `isBroadcast`: the channel shows it as well. */
interface Reply {
	readonly channelId: string;
	readonly threadTs: string;
	readonly isBroadcast: boolean;
}

/** The bot in its channels. All throw WaitRequestedError, TryLaterError and PermanentRejectionError with what to do. */
export interface SlackBot {
	/** Throws UnconfirmedError if the message may have been posted all the same. */
	readonly post: (channel: string, message: SlackMessage) => Promise<PostedMessage>;
	/** The same. `gone`: nothing was posted, because the message or its channel does not exist, or takes no replies, any more. */
	readonly reply: (
		to: Reply,
		message: SlackMessage,
	) => Promise<(PostedMessage & { readonly isInThread: boolean }) | "gone">;
	/** `kept`: Slack does not let the message be changed (any more). May be repeated. */
	readonly update: (of: PostedMessage, message: SlackMessage) => Promise<"updated" | "kept" | "gone">;
}

/** The message, or its channel, is gone (method reference of chat.update and chat.postMessage; the bolt-js issue 2307 for `thread_not_found`). */
const goneCodes = ["message_not_found", "thread_not_found", "channel_not_found", "is_archived", "is_inactive"];

const withoutReplies = [
	...goneCodes,
	...["cannot_reply_to_message", "restricted_action_thread_locked", "restricted_action_non_threadable_channel"],
];

const uneditable = ["cant_update_message", "edit_window_closed", "block_mismatch", "update_failed"];

/** Slack neither expands links nor interprets names and addresses that are not marked up. */
const asWritten = { parse: "none", link_names: false } as const;
const withoutPreviews = { unfurl_links: false, unfurl_media: false } as const;

/** Posts and updates messages with the bot token: each call is one request, and a second one if the token has been replaced. */
export function createSlackBot(ports: WebApiPorts): SlackBot {
	const call = createSlackCaller(ports);
	return {
		post: (channel, message) =>
			call(channel, async (client) =>
				identityOf(await client.chat.postMessage({ channel, ...message, ...asWritten, ...withoutPreviews })),
			),
		reply: ({ channelId, threadTs, isBroadcast }, message) =>
			call(channelId, async (client) => {
				const target = { channel: channelId, thread_ts: threadTs, reply_broadcast: isBroadcast };
				try {
					const posted = await client.chat.postMessage({ ...message, ...asWritten, ...withoutPreviews, ...target });
					// Slack may post a reply to a deleted message as a message of its own, which its answer shows (slack-go issue 1571).
					const isInThread = posted.message === undefined || posted.message.thread_ts !== undefined;
					return { ...identityOf(posted), isInThread };
				} catch (error) {
					if (withoutReplies.includes(errorCodeOf(error) ?? "")) return "gone";
					throw error;
				}
			}),
		update: async ({ channelId, ts }, message) => {
			try {
				return await call(channelId, (client) => update(client, { channel: channelId, ts }, message));
			} catch (error) {
				// The same state may be written again.
				throw error instanceof UnconfirmedError ? new TryLaterError(error.message) : error;
			}
		},
	};
}

async function update(
	client: WebClient,
	of: { readonly channel: string; readonly ts: string },
	message: SlackMessage,
): Promise<"updated" | "kept" | "gone"> {
	try {
		await client.chat.update({ ...of, ...message, ...asWritten });
		return "updated";
	} catch (error) {
		const code = errorCodeOf(error) ?? "";
		if (goneCodes.includes(code)) return "gone";
		if (uneditable.includes(code)) return "kept";
		throw error;
	}
}

function identityOf({ channel, ts }: { readonly channel?: string; readonly ts?: string }): PostedMessage {
	if (channel === undefined || ts === undefined) throw new UnconfirmedError("Slack's response names no message");
	return { channelId: channel, ts };
}

/**
 * Calls methods of Slack's Web API with the bot token. If Slack rejects the token, it is read again, and the call is repeated if it
 * has been replaced. `channel`: for the message of an error, which is one of ours and never contains the token.
 */
export function createSlackCaller({ readBotToken, origin = slackOrigin, send }: WebApiPorts) {
	const clients = new Map<string, WebClient>();
	const clientOf = (token: string): WebClient => {
		const client = clients.get(token) ?? createSlackClient(token, origin, send);
		clients.clear();
		clients.set(token, client);
		return client;
	};
	return async <T>(channel: string, use: (client: WebClient) => Promise<T>): Promise<T> => {
		const token = await readBotToken();
		if (token === null) throw new PermanentRejectionError(noToken);
		try {
			return await use(clientOf(token));
		} catch (error) {
			const current = isAboutToken(error) ? await readBotToken("fresh") : token;
			if (current === null || current === token) throw failureOf(error, channel);
			return await use(clientOf(current)).catch((again: unknown) => {
				throw failureOf(again, channel);
			});
		}
	};
}

const noToken =
	"the policy names a channel, but the Slack secret has no botToken: add it, or remove slack.channel and the routes to channels";
