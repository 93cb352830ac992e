import { changesBetween } from "../../core/changes.ts";
import { RefusedForGoodError, TryLaterError } from "../../core/errors.ts";
import { type Notification, notificationOf } from "../../core/notification.ts";
import type { Severity } from "../../core/verdict.ts";
import type { OpenSink, Outcome } from "../stream.ts";

/** A chat channel, with messages of its own shape. */
export interface ChatPorts<Message> {
	readonly toMessage: (notification: Notification) => Message;
	/**
	 * Answers what became of the message, for the log. Throws TryLaterError when the channel cannot take it now,
	 * RefusedForGoodError when it never will. Takes at most 20 s.
	 */
	readonly post: (message: Message) => Promise<string>;
	/** Failures below it are not reported. */
	readonly minimumSeverity: Severity;
	/** Epoch milliseconds. */
	readonly now: () => number;
}

/**
 * Milliseconds after which a batch starts no further message: the rest comes again. The message begun last takes at most
 * 15 s (tries, Retry-After) and 5 s (a webhook read anew): all is over after 35 of the function's 60 s, and the others
 * are the ledger's, which is asked before and after.
 */
const postingTime = 15_000;

/** A chat channel as a sink: one message for each change set that somebody has to know of, in the order of the stream. */
export function chatSink<Message>({ toMessage, post, minimumSeverity, now }: ChatPorts<Message>): OpenSink {
	return async () => {
		const began = now();
		let unavailable: TryLaterError | null = null;
		return async ({ before, entry }) => {
			const notification = notificationOf(changesBetween(before, entry), minimumSeverity);
			if (notification === null) return { kind: "delivered", what: "nothing to say" };
			if (now() - began > postingTime) unavailable ??= new TryLaterError("the batch has used up its time for posting");
			const message = toMessage(notification);
			const undelivered = (reason: string, later: boolean): Outcome => {
				return { kind: "undelivered", later, parcels: [{ body: message, reason }] };
			};
			// One channel for all: what it cannot take now it cannot take from the next record either.
			if (unavailable !== null) return undelivered(unavailable.message, true);
			try {
				return { kind: "delivered", what: await post(message) };
			} catch (error) {
				if (error instanceof TryLaterError) unavailable = error;
				else if (!(error instanceof RefusedForGoodError)) throw error;
				return undelivered(error.message, error instanceof TryLaterError);
			}
		};
	};
}
