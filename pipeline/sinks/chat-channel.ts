import type { SentState } from "../../adapters/dynamodb/unconfirmed.ts";
import { awaitTurn, type ClaimCall } from "../../core/await-turn.ts";
import type { Destination } from "../../core/destination.ts";
import { messageOf, TryLaterError, UnconfirmedError, WaitRequestedError } from "../../core/errors.ts";
import type { Notification } from "../../domain/notifications/notification.ts";

/** How messages reach destinations, and what the invocations share about them. A destination is named by `destinationKey`. */
export interface ChannelPorts<Message> {
	/**
	 * Posts a message about some notifications once, and returns the outcome, for the log. Throws TryLaterError if it was not accepted and may be later
	 * (WaitRequestedError if the destination said when, UnconfirmedError if it may have been accepted), any other error if it never will
	 * be. Takes at most 20 s.
	 */
	readonly post: (message: Message, destination: Destination, about: readonly Notification[]) => Promise<string>;
	/** The time (ISO 8601) before which no invocation posts to the destination; null if there is none. */
	readonly notBefore: (destination: string) => Promise<string | null>;
	/** Throws if it could not be recorded. */
	readonly postponeUntil: (destination: string, notBefore: string) => Promise<void>;
	/** Claims the next message to the destination, among all invocations. */
	readonly claimPost: (destination: string, time: Parameters<ClaimCall>[0]) => Promise<number | null>;
	/** `readAt` of the last state of each of these subjects that was sent without an answer, by ARN. Throws TryLaterError. */
	readonly unconfirmed: (arns: readonly string[]) => Promise<ReadonlyMap<string, string>>;
	/** Throws if it could not be recorded. */
	readonly recordUnconfirmed: (states: readonly SentState[]) => Promise<void>;
	/** Epoch milliseconds. */
	readonly now: () => number;
	readonly sleep: (ms: number) => Promise<unknown>;
}

/** What became of a message. `unconfirmed`: no answer came; `later`: it was not accepted and may be; `rejected`: never. */
type Posted = { readonly kind: "posted" | "unconfirmed" | "later" | "rejected"; readonly what: string };

/** One destination during one invocation. */
export interface Channel {
	readonly destination: Destination;
	/** Why nothing can be posted there any more, or null. */
	readonly unavailable: () => TryLaterError | null;
	/** Starts no message after `until`, in epoch milliseconds. Once it is unavailable, it posts nothing. */
	readonly post: (message: unknown, until: number, about: readonly Notification[]) => Promise<Posted>;
}

/**
 * Milliseconds after which a batch starts no further message; the rest is retried. Reading the suppressed findings takes at most
 * 5 s before, and the last message at most 20 s after, so posting uses at most 40 of the function's 60 s. The rest is for the
 * ledger's table; if that takes longer, Lambda stops the function and delivers the batch again.
 */
export const postingTimeMs = 15_000;

/**
 * The longest time for which nothing is posted because the destination asked to wait. It leaves several attempts before a message is
 * undeliverable, whatever the destination asks for.
 */
const maxWaitMs = 3_600_000;

/** Names a destination, for what invocations share about it. */
export function destinationKey({ channel, webhook }: Destination): string {
	if (channel !== undefined) return `channel#${channel}`;
	return webhook === undefined ? "default" : `webhook#${webhook}`;
}

export async function openChannel<Message>(destination: Destination, ports: ChannelPorts<Message>): Promise<Channel> {
	const key = destinationKey(destination);
	let unavailable = await reasonToWait(key, ports);
	const failed = (kind: "later" | "unconfirmed", error: TryLaterError, unrecorded: string | null = null): Posted => {
		unavailable = error;
		return { kind, what: unrecorded === null ? error.message : `${error.message}; ${unrecorded}` };
	};
	return {
		destination,
		unavailable: () => unavailable,
		post: async (message, until, about) => {
			const reason = unavailable ?? (await reasonForNoTurn(key, until, ports));
			if (reason !== null) return failed("later", reason);
			try {
				return { kind: "posted", what: await ports.post(message as Message, destination, about) };
			} catch (error) {
				if (error instanceof UnconfirmedError) return failed("unconfirmed", error);
				if (error instanceof WaitRequestedError) return failed("later", error, await postpone(key, error, ports));
				if (error instanceof TryLaterError) return failed("later", error);
				return { kind: "rejected", what: messageOf(error) };
			}
		},
	};
}

/** Why no message may start now, although none was sent, or null. */
async function reasonForNoTurn(key: string, until: number, ports: ChannelPorts<never>): Promise<TryLaterError | null> {
	try {
		const hasTurn = await awaitTurn((time) => ports.claimPost(key, time), until, ports);
		return hasTurn ? null : new TryLaterError("the batch has used its time limit for posting");
	} catch (error) {
		return new TryLaterError(messageOf(error));
	}
}

type Waiting = Pick<ChannelPorts<never>, "notBefore" | "postponeUntil" | "now">;

/** Why nothing may be posted now: an earlier invocation was asked to wait, or it is unknown whether one was. */
async function reasonToWait(key: string, { notBefore, now }: Waiting): Promise<TryLaterError | null> {
	try {
		const time = await notBefore(key);
		return time !== null && now() < Date.parse(time) ? new TryLaterError(`nothing is posted before ${time}`) : null;
	} catch (error) {
		return new TryLaterError(messageOf(error));
	}
}

/** Why the wait could not be recorded, or null. The next invocation then finds out by itself; the message is retried in either case. */
async function postpone(
	key: string,
	{ afterMs }: WaitRequestedError,
	{ postponeUntil, now }: Waiting,
): Promise<string | null> {
	const until = new Date(now() + Math.min(afterMs, maxWaitMs)).toISOString();
	return reasonNot(postponeUntil(key, until));
}

/** Why something could not be recorded, or null. */
export async function reasonNot(recorded: Promise<void>): Promise<string | null> {
	try {
		await recorded;
		return null;
	} catch (error) {
		return `this could not be recorded: ${messageOf(error)}`;
	}
}
