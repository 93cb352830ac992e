import { FailedCallError } from "../../adapters/explain-failure.ts";
import type { DeadMessage, DeadMessages } from "../../adapters/sqs/dead-letter-messages.ts";

/** What became of the messages of one dead-letter queue. */
export interface Moved {
	readonly moved: number;
	/** Reasons why messages that were received are still in the queue, one for each. */
	readonly left: readonly string[];
	/** Why the queue was not emptied: what failed, and what to do; null if nothing failed. */
	readonly error: string | null;
}

/** Does what a message stands for. Returns why it cannot be done; null if it is done. Throws FailedCallError. */
type Deliver = (message: DeadMessage) => Promise<string | null>;

export interface MoveOptions {
	/** Epoch milliseconds. */
	readonly startedAt: number;
	/** Messages that SQS counts in the queue; its counts are approximate and may be old. */
	readonly found: number;
	/** Epoch milliseconds. */
	readonly now?: () => number;
}

/** A function that is killed may leave two copies of a dead letter. */
const maxCopies = 2;

/** Answers without a message after which a queue that had some is empty. */
const emptyAnswers = 3;

/** A message that was received earlier may soon be visible again, and another one may receive it: it is left for the next answer. */
const maxAgeMs = 30_000;

/**
 * Delivers every message of a dead-letter queue and deletes it then, until the queue is empty: if this is killed anywhere, a message
 * may be delivered twice, which changes nothing, but none is lost. A message that came back after it was delivered stays, and so do
 * one that arrived meanwhile and one that cannot be delivered; they are hidden until the end, so that all others are received.
 * A call that fails ends it, with what has been done until then.
 *
 * SQS's own StartMessageMoveTask does not do: it takes only dead-letter queues of other queues, not those of an EventBridge rule or
 * of a function (SQS API reference).
 */
export async function moveBack(
	queue: string,
	messages: DeadMessages,
	deliver: Deliver,
	{ startedAt, found, now = Date.now }: MoveOptions,
): Promise<Moved> {
	const deliveries = new Map<string, number>();
	const left = new Map<string, { readonly message: DeadMessage; readonly reason: string }>();
	let moved = 0;
	const leave = async (message: DeadMessage, reason: string): Promise<void> => {
		left.set(keyOf(message), { message, reason });
		await messages.hide(queue, message);
	};
	const settle = async (message: DeadMessage): Promise<void> => {
		const known = left.get(keyOf(message))?.reason;
		const reason = known ?? reasonToLeave(message, deliveries.get(message.id) ?? 0, startedAt);
		const failure = reason ?? (await deliver(message));
		if (failure !== null) return leave(message, failure);
		await messages.delete(queue, message);
		deliveries.set(message.id, (deliveries.get(message.id) ?? 0) + 1);
		moved++;
	};
	const isNew = (message: DeadMessage): boolean =>
		!left.has(keyOf(message)) && (message.sentAt === null || message.sentAt < startedAt);
	const empty = async (): Promise<void> => {
		const needed = (): number => (found + moved + left.size === 0 ? 1 : emptyAnswers);
		let [empties, idle] = [0, 0];
		// Where new messages arrive all the time, no answer is empty: then it ends when each of those that are left may have come twice.
		while (empties < needed() && idle < emptyAnswers + left.size / 5) {
			const receivedAt = now();
			const received = await messages.receive(queue);
			empties = received.length === 0 ? empties + 1 : 0;
			idle = received.some(isNew) ? 0 : idle + 1;
			for (const message of received) if (now() - receivedAt < maxAgeMs) await settle(message);
		}
	};
	let error: string | null = null;
	try {
		await empty();
	} catch (failure) {
		if (!(failure instanceof FailedCallError)) throw failure;
		error = `${failure.message}; fix that and run redrive again`;
	} finally {
		// They are visible again in some minutes in any case.
		for (const { message } of left.values()) await messages.release(queue, message).catch(() => {});
	}
	return { moved, left: [...left.values()].map(({ reason }) => reason), error };
}

/** Copies of a message have the same id, but not the same time. */
const keyOf = ({ id, sentAt }: DeadMessage): string => `${id} ${sentAt}`;

/** A copy was sent before the start, a message that came back after it; the clocks of AWS and of this machine may differ. */
function reasonToLeave({ sentAt }: DeadMessage, deliveries: number, startedAt: number): string | null {
	const isLate = sentAt === null || sentAt >= startedAt;
	if (deliveries > 0 && (isLate || deliveries >= maxCopies)) return "it came back: its cause has not been fixed";
	return isLate && sentAt !== null ? "it arrived after the start: run redrive again" : null;
}
