import { changesBetween } from "../../core/changes.ts";
import { PermanentRejectionError, TryLaterError } from "../../core/errors.ts";
import { type Notification, notificationOf } from "../../core/notification.ts";
import type { Severity } from "../../core/verdict.ts";
import type { OpenSink, Outcome } from "../stream.ts";

/** A chat channel with its own message format. */
export interface ChatPorts<Message> {
	readonly toMessage: (notification: Notification) => Message;
	/**
	 * Returns the outcome, for the log. Throws TryLaterError if the channel cannot accept the message now, PermanentRejectionError
	 * if it never will. Takes at most 20 s.
	 */
	readonly post: (message: Message) => Promise<string>;
	/** Failures below this severity are not reported. */
	readonly minimumSeverity: Severity;
	/** Epoch milliseconds. */
	readonly now: () => number;
}

/**
 * Milliseconds after which a batch starts no further message; the rest is retried. The last message takes at most 15 s (attempts,
 * Retry-After) plus 5 s (reading the webhook again), so posting ends after 35 of the function's 60 s. The remaining time is for
 * the ledger, which is read before and written after.
 */
const postingTimeMs = 15_000;

/** A chat channel as a sink: one message for each set of changes that has to be reported, in the order of the stream. */
export function chatSink<Message>({ toMessage, post, minimumSeverity, now }: ChatPorts<Message>): OpenSink {
	return async () => {
		const began = now();
		let unavailable: TryLaterError | null = null;
		return async ({ before, entry }) => {
			const notification = notificationOf(changesBetween(before, entry), minimumSeverity);
			if (notification === null) return { kind: "delivered", what: "nothing to report" };
			if (now() - began > postingTimeMs)
				unavailable ??= new TryLaterError("the batch has used its time limit for posting");
			const message = toMessage(notification);
			const undelivered = (reason: string, later: boolean): Outcome => {
				return { kind: "undelivered", later, items: [{ body: message, reason }] };
			};
			// All records use the same channel, so it is also unavailable for the next record.
			if (unavailable !== null) return undelivered(unavailable.message, true);
			try {
				return { kind: "delivered", what: await post(message) };
			} catch (error) {
				if (error instanceof TryLaterError) unavailable = error;
				else if (!(error instanceof PermanentRejectionError)) throw error;
				return undelivered(error.message, error instanceof TryLaterError);
			}
		};
	};
}
