import { messageOf, TryLaterError, UnconfirmedError } from "../../core/errors.ts";
import type { Severity } from "../../core/verdict.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { isEnded, type PresentState, presentStateOf, waitingIn } from "../../domain/notifications/present-state.ts";
import { carriedOver, type Delivery, deliveryOf, type Thread, threadsFor } from "../../domain/notifications/thread.ts";
import { contentHash } from "../content-hash.ts";
import { type LinePorts, openLine } from "./chat-channel.ts";
import { within } from "./within.ts";

/** Where a message stands. */
type Identity = Pick<Thread, "channelId" | "ts">;

/** The changes of first messages have one pace, in all channels together. */
export const updateLine = "updates";

/** A chat that can reply to messages and change them, in which each subject has a thread; channels are named as in the policy. */
export interface ThreadPorts<Message> extends LinePorts {
	/** `buttons`: where those are that answer a deployment that waits. */
	readonly toMessage: (notification: Notification, buttons: "here" | "in-first-message") => Message;
	/** With the buttons. */
	readonly toPresentMessage: (state: PresentState) => Message;
	/** In all channels. Throws TryLaterError. */
	readonly readThreads: (arn: string) => Promise<readonly Thread[]>;
	/** Does nothing if a thread about a later entry is recorded. Throws if it could not be recorded. */
	readonly writeThread: (arn: string, thread: Thread) => Promise<void>;
	/** Has the first messages of a subject changed later to what it is like then. `readAt`: of the entry that made it necessary. */
	readonly markStale: (arn: string, readAt: string) => Promise<void>;
	/** Throws the errors of the port of a chat sink, as the next two do. */
	readonly post: (channel: string, message: Message) => Promise<Identity>;
	/** `gone`: the message that was to be replied to is gone, and nothing was posted. */
	readonly reply: (
		to: { readonly channelId: string; readonly threadTs: string; readonly isBroadcast: boolean },
		message: Message,
	) => Promise<(Identity & { readonly isInThread: boolean }) | "gone">;
	readonly update: (of: Identity, message: Message) => Promise<"updated" | "kept" | "gone">;
	/** Failures below this severity are not reported in the channel. */
	readonly minimumSeverity: Severity;
}

/** Milliseconds after the beginning by which each step of a delivery has ended; together they keep what the port of a chat sink promises. */
const byMs = { read: 3_000, turn: 4_500, update: 7_000, post: 16_000, record: 19_000 } as const;

type Step = <T>(step: keyof typeof byMs, run: () => Promise<T>, late?: (reason: string) => Error) => Promise<T>;

/**
 * Delivers a notification to a channel in the thread of its subject: the first one is a message in the channel, later ones are
 * replies to it, while the first message is changed to what the subject is like now. Returns what was done, for the log. Throws
 * what `post` throws. What cannot be recorded after it was posted is not posted again: the next notification then starts a new
 * thread. A first message that cannot be changed now never keeps back the notification: it is changed later.
 */
export async function deliverInThread<Message>(
	notification: Notification,
	channel: string,
	ports: ThreadPorts<Message>,
): Promise<string> {
	const { arn, readAt } = notification.entry;
	const startedAt = ports.now();
	const step: Step = (name, run, late = (reason) => new TryLaterError(reason)) =>
		within(startedAt + byMs[name], run, { now: ports.now, late: () => late("it took too long") });
	const message = ports.toMessage(notification, "here");
	const sending: Sending<Message> = { message, notification, step, turnUntil: startedAt + byMs.turn };
	const said = contentHash([readAt, message]);
	const { own: thread } = threadsFor(await step("read", () => ports.readThreads(arn)), channel);
	// The function ended after this, before the stream's position was recorded; or it is an old one that goes on beside a new one.
	if (thread !== null && (thread.said === said || thread.readAt > readAt)) return "posted before";
	const delivery = deliveryOf(thread, notification, ports.minimumSeverity);
	const record = ({ channelId, ts }: Identity, reported: readonly string[], shown: Shown): Promise<string> => {
		const next = { channel: thread?.channel ?? channel, channelId, ts, readAt, reported, said };
		const write = () => ports.writeThread(arn, { ...next, ...shown });
		return reasonNot("its thread could not be recorded", step("record", write));
	};
	/** `asked`: the deployments that it has buttons for. The others that wait get theirs when it is changed to the present. */
	const recordFirst = async (identity: Identity, reported: readonly string[], asked = notification.blocks) => {
		const now = presentStateOf(notification.entry, reported, ports.minimumSeverity);
		const asksAll = waitingIn(now).every((block) => asked.includes(block));
		if (!asksAll) await ports.markStale(arn, readAt).catch(() => undefined);
		return record(identity, reported, { ...shownBy(now, ports), ...(asksAll ? {} : { shows: "not all" }) });
	};
	if (thread !== null && delivery.kind === "reply") {
		const { reply, shown, problem } = await replyIn(thread, delivery, sending, ports);
		if (reply !== "gone" && reply.isInThread)
			return `posted in its thread${problem}${await record(thread, delivery.reported, shown)}`;
		if (reply !== "gone") return `posted${await recordFirst(reply, delivery.reported, [])}`;
		const reported = carriedOver(thread, notification, ports.minimumSeverity);
		return `posted${await recordFirst(await postFirst(channel, sending, ports), reported)}`;
	}
	if (thread !== null && delivery.kind === "first" && delivery.ending !== null) {
		const isLeft = !isEnded(delivery.ending) || (await change(thread, delivery.ending, sending, ports)).kind !== "done";
		// The new thread replaces it. Apart from that it is followed like any other.
		if (isLeft)
			await ports.writeThread(arn, { ...thread, channel: `${thread.channel} ${thread.ts}` }).catch(() => undefined);
	}
	return `posted${await recordFirst(await postFirst(channel, sending, ports), delivery.reported)}`;
}

interface Sending<Message> {
	readonly notification: Notification;
	/** With the buttons. */
	readonly message: Message;
	readonly step: Step;
	/** Until when the turn to change a message is awaited, epoch milliseconds. */
	readonly turnUntil: number;
}

const unanswered = (reason: string) => new UnconfirmedError(`${reason}; the request may have arrived`);

const postFirst = <Message>(channel: string, { message, step }: Sending<Message>, ports: ThreadPorts<Message>) =>
	step("post", () => ports.post(channel, message), unanswered);

/** Changes the first message: that may be repeated, and tells whether there is a message to reply to, which not every reply does. */
async function replyIn<Message>(
	thread: Thread,
	{ present, isBroadcast }: Extract<Delivery, { readonly kind: "reply" }>,
	sending: Sending<Message>,
	ports: ThreadPorts<Message>,
) {
	const { channelId, ts, shownAt } = thread;
	const { arn, readAt } = present.entry;
	// It shows a later state already.
	const changed = shownAt > readAt ? { kind: "kept", what: "" } : await change(thread, present, sending, ports);
	if (changed.what === "gone") return { reply: "gone", shown: null, problem: "" } as const;
	// The buttons are in the first message, unless that cannot have them.
	const isFinal = changed.what === "kept" || changed.kind === "rejected";
	const message = isFinal ? sending.message : ports.toMessage(sending.notification, "in-first-message");
	const to = { channelId, threadTs: ts, isBroadcast };
	const reply = await sending.step("post", () => ports.reply(to, message), unanswered);
	const shown = changed.kind === "done" ? shownBy(present, ports) : shownIn(thread);
	if (changed.kind === "later") await ports.markStale(arn, readAt).catch(() => undefined);
	const isLeft = changed.kind === "later" || changed.kind === "rejected";
	return { reply, shown, problem: isLeft ? `; its first message was not changed: ${changed.what}` : "" };
}

/** `later`: it was not changed and may be. Takes no longer than its step. */
async function change<Message>(
	{ channelId, ts }: Thread,
	state: PresentState,
	{ step, turnUntil }: Sending<Message>,
	ports: ThreadPorts<Message>,
): Promise<{ readonly kind: "done" | "later" | "rejected"; readonly what: string }> {
	const send = async () => {
		const line = await openLine(updateLine, ports);
		return line.send(() => ports.update({ channelId, ts }, ports.toPresentMessage(state)), turnUntil);
	};
	try {
		const { kind, what } = await step("update", send);
		return { kind: kind === "posted" ? "done" : kind === "rejected" ? "rejected" : "later", what };
	} catch (error) {
		return { kind: error instanceof TryLaterError ? "later" : "rejected", what: messageOf(error) };
	}
}

type Shown = Pick<Thread, "isEnded" | "shows" | "shownAt">;

const shownIn = ({ isEnded: hasEnded, shows, shownAt }: Thread): Shown => ({ isEnded: hasEnded, shows, shownAt });

/** What is recorded of a first message that shows a state. */
export const shownBy = <Message>(
	state: PresentState,
	ports: Pick<ThreadPorts<Message>, "toPresentMessage">,
): Shown => ({
	isEnded: isEnded(state),
	shows: lookOf(state, ports),
	shownAt: state.entry.readAt,
});

/** A hash of the message about a state, without the time. */
const lookOf = <Message>(state: PresentState, { toPresentMessage }: Pick<ThreadPorts<Message>, "toPresentMessage">) =>
	contentHash(toPresentMessage({ ...state, entry: { ...state.entry, readAt: "1970-01-01T00:00:00.000Z" } }));

/** Why something was not done, for the end of a line of the log; empty if it was. */
async function reasonNot(what: string, done: Promise<void>): Promise<string> {
	try {
		await done;
		return "";
	} catch (error) {
		return `; ${what}: ${messageOf(error)}`;
	}
}
