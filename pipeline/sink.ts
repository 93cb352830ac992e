import type { Undelivered } from "../adapters/sqs/undelivered.ts";
import type { LedgerEntry } from "../core/ledger.ts";

/** A state of a subject that a sink has not handled yet. */
export interface Change {
	readonly before: LedgerEntry | null;
	readonly entry: LedgerEntry;
	/** `readAt` of the last state that the sink has handled; null when it has handled none. */
	readonly publishedAt: string | null;
	/** It was not delivered for so long that it becomes a dead letter if it is not delivered now. */
	readonly isOverdue?: true;
}

/** A complete item that could not be delivered, with the reason. */
export interface UndeliveredItem extends Pick<Undelivered, "body" | "reason"> {
	/** A hash of a state that is delivered again with each later one: while it is the same, one dead letter is enough. */
	readonly hash?: string;
}

export type Outcome =
	/** `state`: what to confirm instead of the change's own; null if that has been done, or is done with another change. */
	| { readonly kind: "delivered"; readonly what: string; readonly state?: LedgerEntry | null }
	/**
	 * `later`: may succeed when it is retried. One object that several changes share is one dead letter. `sent`: the last states of the
	 * subjects of what may have arrived and is never sent again: its dead letter waits for no other change, and confirms them.
	 */
	| {
			readonly kind: "undelivered";
			readonly later: boolean;
			readonly items: readonly UndeliveredItem[];
			readonly sent?: readonly LedgerEntry[];
	  };

export const tooEarly: Outcome = {
	kind: "undelivered",
	later: true,
	items: [{ body: null, reason: "an earlier change of the subject has to be delivered first" }],
};

/**
 * A sink first receives all changes of a batch, so that it can send many at once, and is then called for the outcome of each
 * change in the order of the stream. It throws TryLaterError if a retry may succeed; any other error is final.
 */
export type OpenSink = (batch: readonly Change[]) => Promise<(change: Change) => Promise<Outcome>>;
