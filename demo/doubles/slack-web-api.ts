import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";
import { type SlackModals, slackModals } from "./slack-modals.ts";
import { refusalOfFields } from "./slack-rules.ts";

/** A message as the people in a channel see it. */
interface ChannelMessage {
	readonly ts: string;
	readonly text: string;
	readonly blocks: readonly unknown[];
	readonly threadTs?: string;
	readonly isBroadcast: boolean;
	readonly isEdited: boolean;
}

/** What a channel is, and how it stands to the bot. */
interface ChannelSettings {
	readonly isArchived?: boolean;
	readonly isPrivate?: boolean;
	/** Absent: it is. */
	readonly isBotMember?: boolean;
	readonly isEditWindowClosed?: boolean;
	/** How a reply to a deleted message is answered: as an error, or as a message of its own. Slack does both. */
	readonly onDeletedThread?: "error" | "post";
}

export interface SlackWebApiDouble extends Loopback {
	/** The bot token; setting another one revokes it. */
	token: string;
	/** Scopes of the token, as the app's settings list them. */
	scopes: readonly string[];
	/** Answers the next requests so. */
	readonly answerNext: (...replies: readonly Reply[]) => void;
	readonly setChannel: (name: string, settings: ChannelSettings) => void;
	readonly idOf: (name: string) => string;
	/** In the order of posting; without what was deleted. */
	readonly messagesIn: (name: string) => readonly ChannelMessage[];
	/** As a person does. */
	readonly deleteMessage: (name: string, ts: string) => void;
	/** Method and arguments of each request. */
	readonly requests: readonly { readonly method: string; readonly args: Readonly<Record<string, string>> }[];
	readonly modals: SlackModals;
	/** What one person alone has seen, the oldest first. */
	readonly ephemeral: readonly { readonly user: string; readonly text: string }[];
}

/** Of the time stamps, in epoch seconds. */
const firstSecond = 1_795_000_000;

interface Channel {
	readonly id: string;
	readonly name: string;
	settings: ChannelSettings;
	messages: ChannelMessage[];
	deleted: readonly string[];
}

type Result = Readonly<Record<string, unknown>>;

/**
 * What the project calls of Slack's Web API, as test/contracts/slack-web-api.ts describes it. The answer to what Slack refuses is
 * `ok: false` with status 200.
 */
export async function slackWebApiDouble(onError: (error: unknown) => void): Promise<SlackWebApiDouble> {
	const channels: Channel[] = [];
	const next: Reply[] = [];
	const requests: { method: string; args: Readonly<Record<string, string>> }[] = [];
	const modals = slackModals();
	const ephemeral: { user: string; text: string }[] = [];
	let posted = 0;
	const state = { token: "xoxb-1-first", scopes: ["chat:write"] as readonly string[] };
	const channelOf = (name: string): Channel => {
		const bare = name.replace(/^#/, "");
		const channel = channels.find((one) => one.id === bare || one.name === bare);
		if (channel === undefined) throw new RangeError(`no channel ${name}`);
		return channel;
	};
	const answer = (request: Request): Reply => {
		const method = request.path.replace("/api/", "");
		const args = argsOf(request);
		requests.push({ method, args });
		const given = next.shift();
		if (given !== undefined) return given;
		// The reference names no scope for views.open.
		const problem = authProblem(request, state, method === "views.open" ? null : "chat:write");
		if (problem !== null) return replyOf(failed(problem));
		const nextTs = (): string => {
			posted += 1;
			return `${firstSecond + posted}.000100`;
		};
		if (method === "chat.postMessage") return replyOf(postMessage(channels, args, { scopes: state.scopes, nextTs }));
		if (method === "chat.update") return replyOf(update(channels, args));
		if (method === "chat.postEphemeral") {
			const result = postEphemeral(channels, args, nextTs);
			if (result["ok"] === true) ephemeral.push({ user: args["user"] ?? "", text: args["text"] ?? "" });
			return replyOf(result);
		}
		if (method !== "views.open") return replyOf(failed("unknown_method"));
		const opened = modals.open(args);
		return replyOf(typeof opened === "string" ? failed(opened) : { ok: true, view: { ...opened.view, id: opened.id } });
	};
	const loopback = await listen(answer, onError);
	return Object.assign(state, loopback, {
		...{ requests, modals, ephemeral },
		answerNext: (...replies: readonly Reply[]) => void next.push(...replies),
		setChannel: (name: string, settings: ChannelSettings) => {
			const known = channels.find((one) => one.name === name);
			const id = `C${String(channels.length + 1).padStart(10, "0")}`;
			if (known === undefined) channels.push({ id, name, settings, messages: [], deleted: [] });
			else known.settings = settings;
		},
		idOf: (name: string) => channelOf(name).id,
		messagesIn: (name: string) => channelOf(name).messages,
		deleteMessage: (name: string, ts: string) => {
			const channel = channelOf(name);
			channel.messages = channel.messages.filter((one) => one.ts !== ts);
			channel.deleted = [...channel.deleted, ts];
		},
	});
}

/** The arguments of a form, or of JSON, in which they need not be texts. */
function argsOf({ headers, body }: Request): Args {
	if (!headers["content-type"]?.startsWith("application/json")) return Object.fromEntries(new URLSearchParams(body));
	const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
	return Object.fromEntries(Object.entries(JSON.parse(body)).map(([name, value]) => [name, textOf(value)]));
}

function authProblem(
	{ headers }: Request,
	{ token, scopes }: Pick<SlackWebApiDouble, "token" | "scopes">,
	scope: string | null,
): string | null {
	const given = headers["authorization"];
	if (given === undefined) return "not_authed";
	if (given !== `Bearer ${token}`) return "invalid_auth";
	return scope === null || scopes.includes(scope) ? null : "missing_scope";
}

type Args = Readonly<Record<string, string>>;

function postMessage(
	channels: readonly Channel[],
	args: Args,
	{ scopes, nextTs }: { readonly scopes: readonly string[]; readonly nextTs: () => string },
): Result {
	const wanted = (args["channel"] ?? "").replace(/^#/, "");
	const channel = channels.find(({ id, name }) => id === wanted || name === wanted);
	const { isPrivate = false, isBotMember = true, isArchived = false, onDeletedThread } = channel?.settings ?? {};
	if (channel === undefined || (isPrivate && !isBotMember)) return failed("channel_not_found");
	if (!isBotMember && !scopes.includes("chat:write.public")) return failed("not_in_channel");
	if (isArchived) return failed("is_archived");
	const refusal = refusalOfFields(args);
	if (refusal !== null) return failed(refusal);
	const parent = args["thread_ts"];
	const isKnown = channel.messages.some(({ ts }) => ts === parent);
	const isDeleted = parent !== undefined && channel.deleted.includes(parent);
	if (parent !== undefined && !isKnown && !(isDeleted && onDeletedThread === "post")) return failed("thread_not_found");
	const message = {
		ts: nextTs(),
		...contentOf(args),
		...(isKnown && parent !== undefined ? { threadTs: parent } : {}),
		isBroadcast: isKnown && args["reply_broadcast"] === "true",
		isEdited: false,
	};
	channel.messages = [...channel.messages, message];
	const { ts, text, threadTs } = message;
	return { ok: true, channel: channel.id, ts, message: { ts, text, ...(threadTs && { thread_ts: threadTs }) } };
}

/** In a channel that the bot is in: everybody there is a person of the double's workspace. */
function postEphemeral(channels: readonly Channel[], args: Args, nextTs: () => string): Result {
	const wanted = (args["channel"] ?? "").replace(/^#/, "");
	const channel = channels.find(({ id, name }) => id === wanted || name === wanted);
	if (channel === undefined) return failed("channel_not_found");
	if (channel.settings.isArchived) return failed("is_archived");
	const refusal = refusalOfFields(args);
	return refusal === null ? { ok: true, message_ts: nextTs() } : failed(refusal);
}

function update(channels: readonly Channel[], args: Args): Result {
	// Unlike chat.postMessage it takes no name.
	const channel = channels.find(({ id }) => id === args["channel"]);
	if (channel === undefined) return failed("channel_not_found");
	if (channel.settings.isArchived) return failed("is_inactive");
	const message = channel.messages.find(({ ts }) => ts === args["ts"]);
	if (message === undefined) return failed("message_not_found");
	if (channel.settings.isEditWindowClosed) return failed("edit_window_closed");
	const refusal = refusalOfFields(args);
	if (refusal !== null) return failed(refusal);
	const edited = { ...message, ...contentOf(args), isEdited: true };
	channel.messages = channel.messages.map((one) => (one === message ? edited : one));
	return { ok: true, channel: channel.id, ts: message.ts, text: edited.text };
}

const contentOf = ({ text = "", blocks = "[]" }: Args) => ({ text, blocks: JSON.parse(blocks) as readonly unknown[] });
const failed = (error: string): Result => ({ ok: false, error });

function replyOf(result: Result): Reply {
	return { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(result) };
}
