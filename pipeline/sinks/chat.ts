import { messageOf, PermanentRejectionError, TryLaterError, WaitRequestedError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { changesBetween } from "../../domain/changes.ts";
import {
	controlsIn,
	type Notification,
	type NotificationPolicy,
	notificationOf,
} from "../../domain/notifications/notification.ts";
import type { Change, OpenSink, Outcome } from "../sink.ts";

/** The finding of a control on a subject. */
export interface FindingOf {
	readonly entry: LedgerEntry;
	readonly control: string;
}

/** A chat channel with its own message format. */
export interface ChatPorts<Message> extends NotificationPolicy {
	readonly toMessage: (notification: Notification) => Message;
	/**
	 * Returns the outcome, for the log. Throws TryLaterError if the channel cannot accept the message now (WaitRequestedError if
	 * it said for how long), PermanentRejectionError if it never will. Takes at most 20 s.
	 */
	readonly post: (message: Message) => Promise<string>;
	/** Those findings that a person has suppressed. One that could not be read in time counts as not suppressed. Takes at most 5 s. */
	readonly suppressedAmong: (findings: readonly FindingOf[]) => Promise<readonly FindingOf[]>;
	/** The time (ISO 8601) before which no invocation posts; null if there is none. */
	readonly notBefore: () => Promise<string | null>;
	/** Throws if it could not be recorded. */
	readonly postponeUntil: (notBefore: string) => Promise<void>;
	/** Epoch milliseconds. */
	readonly now: () => number;
}

/**
 * Milliseconds after which a batch starts no further message; the rest is retried. Reading the suppressed findings takes at most
 * 5 s before, and the last message at most 20 s after, so posting uses at most 40 of the function's 60 s. The rest is for the
 * ledger's table, which is read before the batch and written after its last message; if that takes longer, Lambda stops the
 * function and delivers the batch again.
 */
const postingTimeMs = 15_000;

/**
 * The longest time for which nothing is posted because the channel asked to wait. It leaves several attempts before a message is
 * undeliverable, whatever the channel asks for.
 */
const maxWaitMs = 3_600_000;

/** A chat channel as a sink: one message for each set of changes that has to be reported, in the order of the stream. */
export function chatSink<Message>(ports: ChatPorts<Message>): OpenSink {
	// The first sweep reports what it found in one message of its own.
	const notificationFor = ({ before, entry }: Change, suppressed?: ReadonlySet<string>): Notification | null => {
		if (entry.quiet) return null;
		const minimumSeverity = entry.destination?.minimumSeverity ?? ports.minimumSeverity;
		return notificationOf(changesBetween(before, entry), { ...ports, minimumSeverity }, suppressed);
	};
	return async (batch) => {
		const due = batch.flatMap((change) => notificationFor(change) ?? []);
		let unavailable = due.length === 0 ? null : await reasonToWait(ports);
		const suppressed = unavailable === null ? await readSuppressed(due, ports) : new Map();
		const began = ports.now();
		return async (change) => {
			const whole = notificationFor(change);
			if (whole === null) return { kind: "delivered", what: "nothing to report" };
			const notification = notificationFor(change, suppressed.get(change.entry.arn));
			if (notification === null) return { kind: "delivered", what: "suppressed in Security Hub" };
			if (ports.now() - began > postingTimeMs)
				unavailable ??= new TryLaterError("the batch has used its time limit for posting");
			const message = ports.toMessage(notification);
			const undelivered = (reason: string, later: boolean): Outcome => {
				return { kind: "undelivered", later, items: [{ body: message, reason }] };
			};
			// All records use the same channel, so it is also unavailable for the next record.
			if (unavailable !== null) return undelivered(unavailable.message, true);
			try {
				return { kind: "delivered", what: await ports.post(message) };
			} catch (error) {
				const unrecorded = error instanceof WaitRequestedError ? await postpone(error, ports) : null;
				if (error instanceof TryLaterError) unavailable = error;
				else if (!(error instanceof PermanentRejectionError)) throw error;
				const reason = unrecorded === null ? error.message : `${error.message}; ${unrecorded}`;
				return undelivered(reason, error instanceof TryLaterError);
			}
		};
	};
}

type Waiting = Pick<ChatPorts<never>, "notBefore" | "postponeUntil" | "now">;

/** Why nothing may be posted now: an earlier invocation was asked to wait. */
async function reasonToWait({ notBefore, now }: Waiting): Promise<TryLaterError | null> {
	const time = await notBefore();
	return time !== null && now() < Date.parse(time) ? new TryLaterError(`nothing is posted before ${time}`) : null;
}

/** Why the wait could not be recorded, or null. The next invocation then finds out by itself; the message is retried in either case. */
async function postpone({ afterMs }: WaitRequestedError, { postponeUntil, now }: Waiting): Promise<string | null> {
	const until = new Date(now() + Math.min(afterMs, maxWaitMs)).toISOString();
	try {
		await postponeUntil(until);
		return null;
	} catch (error) {
		return `this could not be recorded: ${messageOf(error)}`;
	}
}

/** Controls whose finding is suppressed, by the subject's ARN. */
async function readSuppressed(
	due: readonly Notification[],
	{ suppressedAmong }: Pick<ChatPorts<never>, "suppressedAmong">,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
	const findings = due.flatMap((one) => controlsIn(one).map((control) => ({ entry: one.entry, control })));
	const bySubject = new Map<string, Set<string>>();
	for (const { entry, control } of findings.length === 0 ? [] : await suppressedAmong(findings)) {
		bySubject.set(entry.arn, (bySubject.get(entry.arn) ?? new Set()).add(control));
	}
	return bySubject;
}
