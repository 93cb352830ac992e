import type { SentState, Unconfirmed } from "../../adapters/dynamodb/unconfirmed.ts";
import type { Destination } from "../../core/destination.ts";
import { messageOf, TryLaterError, UnconfirmedError, WaitRequestedError } from "../../core/errors.ts";
import { awaitTurn, type ClaimCall } from "../../domain/await-turn.ts";
import { destinationKey } from "../../domain/notifications/destination.ts";
import type { Notification } from "../../domain/notifications/notification.ts";

/** What all invocations share about the requests of one kind, such as the messages to one destination. `key` names the kind. */
export interface LinePorts {
	/** The time (ISO 8601) before which no invocation sends a request; null if there is none. */
	readonly notBefore: (key: string) => Promise<string | null>;
	/** Throws if it could not be recorded. */
	readonly postponeUntil: (key: string, notBefore: string) => Promise<void>;
	/** Claims the next request, among all invocations. */
	readonly claimPost: (key: string, time: Parameters<ClaimCall>[0]) => Promise<number | null>;
	/** Epoch milliseconds. */
	readonly now: () => number;
	readonly sleep: (ms: number) => Promise<unknown>;
}

/** How messages reach destinations, and what the invocations share about them. A destination is named by `destinationKey`. */
export interface ChannelPorts<Message> extends LinePorts {
	/**
	 * Posts a message about some notifications once, and returns the outcome, for the log. Throws TryLaterError if it was not accepted and may be later
	 * (WaitRequestedError if the destination said when, UnconfirmedError if it may have been accepted), any other error if it never will
	 * be. Takes at most 20 s.
	 */
	readonly post: (message: Message, destination: Destination, about: readonly Notification[]) => Promise<string>;
	/** What was sent of each of these subjects without an answer, by ARN. Throws TryLaterError. */
	readonly unconfirmed: (arns: readonly string[]) => Promise<ReadonlyMap<string, Unconfirmed>>;
	/** `time`: whether it was sent for the first or the second time. Throws if it could not be recorded. */
	readonly recordUnconfirmed: (states: readonly SentState[], time: 1 | 2) => Promise<void>;
}

/** What became of a request. `unconfirmed`: no answer came; `later`: it was not accepted and may be; `rejected`: never. */
type Posted = { readonly kind: "posted" | "unconfirmed" | "later" | "rejected"; readonly what: string };

/** One destination during one invocation. */
export interface Channel {
	readonly destination: Destination;
	/** Why nothing can be posted there any more, or null. */
	readonly unavailable: () => TryLaterError | null;
	/**
	 * Starts no message after `until`, in epoch milliseconds. Once it is unavailable, it posts nothing. `to`: the same destination, with
	 * the minimum severity of what the message is about.
	 */
	readonly post: (message: unknown, until: number, about: readonly Notification[], to?: Destination) => Promise<Posted>;
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

export async function openChannel<Message>(destination: Destination, ports: ChannelPorts<Message>): Promise<Channel> {
	const { unavailable, send } = await openLine(destinationKey(destination), ports);
	return {
		...{ destination, unavailable },
		post: (message, until, about, to = destination) => send(() => ports.post(message as Message, to, about), until),
	};
}

/** The requests of one kind during one invocation. */
interface Line extends Pick<Channel, "unavailable"> {
	/** `request` returns the outcome, and throws the errors of a port that posts. It is not started after `until`, in epoch milliseconds. */
	readonly send: (request: () => Promise<string>, until: number) => Promise<Posted>;
}

export async function openLine(key: string, ports: LinePorts): Promise<Line> {
	let unavailable = await reasonToWait(key, ports);
	const failed = (kind: "later" | "unconfirmed", error: TryLaterError, unrecorded: string | null = null): Posted => {
		unavailable = error;
		return { kind, what: unrecorded === null ? error.message : `${error.message}; ${unrecorded}` };
	};
	return {
		unavailable: () => unavailable,
		send: async (request, until) => {
			const reason = unavailable ?? (await reasonForNoTurn(key, until, ports));
			if (reason !== null) return failed("later", reason);
			try {
				return { kind: "posted", what: await request() };
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
async function reasonForNoTurn(key: string, until: number, ports: LinePorts): Promise<TryLaterError | null> {
	try {
		const hasTurn = await awaitTurn((time) => ports.claimPost(key, time), until, ports);
		return hasTurn ? null : new TryLaterError("the batch has used its time limit for posting");
	} catch (error) {
		return new TryLaterError(messageOf(error));
	}
}

type Waiting = Pick<LinePorts, "notBefore" | "postponeUntil" | "now">;

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
