import { postMessage, type SlackPorts } from "../../adapters/slack/post-message.ts";
import { toMessage } from "../../adapters/slack/to-message.ts";
import type { ControlDescription } from "../../controls/descriptions.ts";
import { changesBetween } from "../../core/changes.ts";
import { RefusedForGoodError, TryLaterError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import type { OpenSink, Outcome } from "../stream.ts";

export interface NotifyPorts {
	readonly slack: SlackPorts;
	readonly controls: readonly ControlDescription[];
	readonly policy: Pick<Policy, "slack">;
	/** Epoch milliseconds. */
	readonly now: () => number;
}

/**
 * Milliseconds after which a batch starts no further message: the rest comes again. The message begun last takes at most
 * 15 s (tries, Retry-After) and 5 s (a webhook read anew): all is over after 35 of the function's 60 s, and the others
 * are the ledger's, which is asked before and after.
 */
const postingTime = 15_000;

/** Slack as a sink: one message for each change set that somebody has to know of, in the order of the stream. */
export function intoSlack({ slack, controls, policy, now }: NotifyPorts): OpenSink {
	return async () => {
		const began = now();
		let unavailable: TryLaterError | null = null;
		return async ({ before, entry }) => {
			const message = toMessage(changesBetween(before, entry), controls, policy.slack.minimumSeverity);
			if (message === null) return { kind: "delivered", what: "nothing to say" };
			if (now() - began > postingTime) unavailable ??= new TryLaterError("this batch has taken its time at Slack");
			const undelivered = (reason: string, later: boolean): Outcome => {
				return { kind: "undelivered", later, parcels: [{ body: message, reason }] };
			};
			// One channel for all: what Slack cannot take now it cannot take from the next record either.
			if (unavailable !== null) return undelivered(unavailable.message, true);
			try {
				return { kind: "delivered", what: await postMessage(message, slack) };
			} catch (error) {
				if (error instanceof TryLaterError) unavailable = error;
				else if (!(error instanceof RefusedForGoodError)) throw error;
				return undelivered(error.message, error instanceof TryLaterError);
			}
		};
	};
}
