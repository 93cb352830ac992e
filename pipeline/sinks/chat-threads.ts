import { createHash } from "node:crypto";
import { messageOf } from "../../core/errors.ts";
import type { Severity } from "../../core/verdict.ts";
import { controlsIn, type Notification } from "../../domain/notifications/notification.ts";
import { isResolved, type PresentState, presentStateOf } from "../../domain/notifications/present-state.ts";
import { carriedOver, type Delivery, deliveryOf, type Thread } from "../../domain/notifications/thread.ts";

/** Where a message stands. */
type Identity = Pick<Thread, "channelId" | "ts">;

/** A chat that can reply to messages and change them, in which each subject has a thread; channels are named as in the policy. */
export interface ThreadPorts<Message> {
	readonly toMessage: (notification: Notification) => Message;
	readonly toPresentMessage: (state: PresentState) => Message;
	/** Throws TryLaterError. */
	readonly readThread: (arn: string, channel: string) => Promise<Thread | null>;
	/** Does nothing if a thread about a later entry is recorded. Throws if it could not be recorded. */
	readonly writeThread: (arn: string, channel: string, thread: Thread) => Promise<void>;
	/** Throws the errors of the port of a chat sink, as the next two do. Each takes at most 5 s, and 10 s more with a replaced token. */
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

/**
 * Delivers a notification to a channel in the thread of its subject: the first one is a message in the channel, later ones are
 * replies to it, while the first message is changed to what the subject is like now. Returns what was done, for the log. Throws
 * what `post` throws. What cannot be recorded after it was posted is not posted again: the next notification then starts a new
 * thread. A first message that is changed but not replied to, because the function ended, is only changed once more.
 */
export async function deliverInThread<Message>(
	notification: Notification,
	channel: string,
	ports: ThreadPorts<Message>,
): Promise<string> {
	const { arn, readAt } = notification.entry;
	const message = ports.toMessage(notification);
	const said = hashOf(readAt, message);
	const thread = await ports.readThread(arn, channel);
	// The function ended after this, before the stream's position was recorded; or it is an old one that goes on beside a new one.
	if (thread !== null && (thread.said === said || thread.readAt > readAt)) return "posted before";
	const delivery = deliveryOf(thread, notification, ports.minimumSeverity);
	const record = async (identity: Identity, reported: readonly string[], what: string): Promise<string> => {
		const state = presentStateOf(notification.entry, reported, ports.minimumSeverity);
		const { channelId, ts } = identity;
		const next = { channelId, ts, readAt, reported, isResolved: isResolved(state), said };
		return `${what}${await written(arn, channel, next, ports)}`;
	};
	if (thread !== null && delivery.kind === "reply") {
		const reply = await replyIn(thread, delivery, message, ports);
		if (reply !== "gone") {
			return reply.isInThread
				? record(thread, delivery.reported, "posted in its thread")
				: record(reply, delivery.reported, "posted");
		}
	}
	if (thread !== null && delivery.kind === "first" && delivery.ending !== null) {
		await ports.update(thread, ports.toPresentMessage(delivery.ending));
	}
	const reported =
		thread !== null && delivery.kind === "reply"
			? carriedOver(thread, notification, ports.minimumSeverity)
			: delivery.reported;
	return record(await ports.post(channel, message), reported, "posted");
}

/** Changes first: this may be repeated, and tells whether there is a message to reply to, which not every reply does. */
async function replyIn<Message>(
	{ channelId, ts }: Thread,
	{ present, isBroadcast }: Extract<Delivery, { readonly kind: "reply" }>,
	message: Message,
	ports: ThreadPorts<Message>,
): Promise<(Identity & { readonly isInThread: boolean }) | "gone"> {
	const changed = await ports.update({ channelId, ts }, ports.toPresentMessage(present));
	return changed === "gone" ? "gone" : ports.reply({ channelId, threadTs: ts, isBroadcast }, message);
}

/**
 * Changes the first messages of subjects that were reported in another way, such as a digest, to what they are like now, as long as
 * there is time and the chat accepts it. Subjects without a thread have none to change. Never throws: these messages are
 * changed with the next notification. Returns how many were.
 */
export async function updateFirstMessages<Message>(
	reportedElsewhere: readonly Notification[],
	channel: string,
	ports: Omit<ThreadPorts<Message>, "post" | "reply" | "toMessage">,
	isTimeLeft: () => boolean,
): Promise<number> {
	let changed = 0;
	try {
		for (const notification of reportedElsewhere) {
			if (!isTimeLeft()) break;
			const { entry } = notification;
			const thread = await ports.readThread(entry.arn, channel);
			if (thread === null || thread.readAt >= entry.readAt) continue;
			const reported = [...new Set([...thread.reported, ...controlsIn(notification)])];
			const state = presentStateOf(entry, reported, ports.minimumSeverity);
			if ((await ports.update(thread, ports.toPresentMessage(state))) !== "updated") continue;
			changed += 1;
			const next = { ...thread, reported, readAt: entry.readAt, isResolved: isResolved(state) };
			await ports.writeThread(entry.arn, channel, next);
		}
	} catch {
		// The digest is posted. What could not be changed is not worth repeating it.
	}
	return changed;
}

async function written(
	arn: string,
	channel: string,
	thread: Thread,
	{ writeThread }: Pick<ThreadPorts<never>, "writeThread">,
): Promise<string> {
	try {
		await writeThread(arn, channel, thread);
		return "";
	} catch (error) {
		return `; its thread could not be recorded: ${messageOf(error)}`;
	}
}

const hashLength = 32;

const hashOf = (readAt: string, message: unknown): string =>
	createHash("sha256")
		.update(JSON.stringify([readAt, message]))
		.digest("hex")
		.slice(0, hashLength);
