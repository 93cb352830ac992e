import { type LedgerEntry, settledStatusOf } from "../../core/ledger.ts";
import type { Severity } from "../../core/verdict.ts";
import { controlsIn, type Notification } from "./notification.ts";
import { isOpen, isResolved, type PresentState, presentStateOf } from "./present-state.ts";

/** What is known of the messages about one subject in one channel: the first one and the replies to it. */
export interface Thread {
	/** The channel as the policy named it when the thread began. */
	readonly channel: string;
	/** The channel's id and the first message's time stamp, which together are its identity in Slack. */
	readonly channelId: string;
	readonly ts: string;
	/** Of the entry that the last message was about. */
	readonly readAt: string;
	/** Ids of the controls that its messages were about. */
	readonly reported: readonly string[];
	/** Whether the first message shows that nothing of that is open or unknown, or that it is followed in another channel. */
	readonly isEnded: boolean;
	/** A hash of what the first message shows, and `readAt` of the entry that it shows. */
	readonly shows: string;
	readonly shownAt: string;
	/** A hash of the last message, so that it is not repeated. */
	readonly said: string;
}

/** How a notification is delivered; `reported` is that of the thread afterwards. */
export type Delivery =
	| {
			/** A new message in the channel, which replies to it will follow. */
			readonly kind: "first";
			readonly reported: readonly string[];
			/** What the first message of the thread before it has to show, if it does not show it yet: how that ended. */
			readonly ending: PresentState | null;
	  }
	| {
			readonly kind: "reply";
			readonly reported: readonly string[];
			/** The channel shows the reply as well. */
			readonly isBroadcast: boolean;
			readonly present: PresentState;
	  };

/**
 * A thread lasts as long as something in it is open or waits: what opens after everything was resolved gets a message of its own,
 * because nobody looks into an old thread. What ends belongs to the thread in any case. `minimum`: below it nothing is reported.
 */
export function deliveryOf(thread: Thread | null, notification: Notification, minimum: Severity): Delivery {
	const { entry } = notification;
	const fresh = controlsIn(notification);
	if (thread === null) return { kind: "first", reported: fresh, ending: null };
	const before = presentStateOf(withoutOpened(notification), thread.reported, minimum);
	if (opensAnything(notification) && isResolved(before)) {
		return { kind: "first", reported: fresh, ending: thread.isEnded ? null : before };
	}
	const reported = [...new Set([...thread.reported, ...fresh])];
	const present = presentStateOf(entry, reported, minimum);
	return { kind: "reply", reported, isBroadcast: isUrgent(notification), present };
}

/** What the next thread has to follow of one whose first message is gone: what was open in it. */
export function carriedOver(thread: Thread, notification: Notification, minimum: Severity): readonly string[] {
	const open = presentStateOf(notification.entry, thread.reported, minimum).checks.filter(isOpen);
	return [...new Set([...open.map(({ control }) => control), ...controlsIn(notification)])];
}

const opening: readonly Notification["changes"][number]["kind"][] = ["failing", "worse", "blocking", "unknown"];

const opensAnything = ({ changes, blocks }: Notification): boolean =>
	blocks.length > 0 || changes.some(({ kind }) => opening.includes(kind));

/** The entry without the failures and blocks that began with this notification; what was unknown before may have failed then. */
function withoutOpened({ entry, changes, blocks }: Notification): LedgerEntry {
	const controls = new Map(Object.entries(entry.controls));
	for (const { control, kind, before } of changes) {
		if (kind !== "failing" || (before !== null && settledStatusOf(before) === "unknown")) continue;
		if (before === null) controls.delete(control);
		else controls.set(control, before);
	}
	const known = entry.blocks.filter((block) => !blocks.includes(block));
	return { ...entry, controls: Object.fromEntries(controls), blocks: known };
}

/** The threads of a subject that notifications to a channel go on in: the last one there; and the others, which must not stay open. */
export function threadsFor(
	threads: readonly Thread[],
	channel: string | undefined,
): { readonly own: Thread | null; readonly former: readonly Thread[] } {
	// The policy may name a channel by its name first and by its id later.
	const inChannel = threads.filter((one) => one.channel === channel || one.channelId === channel);
	const own = inChannel.toSorted((a, b) => (a.readAt < b.readAt ? 1 : -1))[0] ?? null;
	// A message that was to be replaced is recorded twice if the thread that replaces it could not be recorded.
	const isOwn = ({ channelId, ts }: Thread): boolean => channelId === own?.channelId && ts === own.ts;
	return { own, former: threads.filter((one) => !isOwn(one)) };
}

/** Nobody has to act on these at once. */
const harmless: readonly Notification["blocks"][number]["outcome"][] = ["would-have", "gone"];

/** CRITICAL failures that opened or got worse, and deployments that were blocked or should have been. */
const isUrgent = ({ changes, blocks }: Notification): boolean =>
	blocks.some(({ outcome }) => !harmless.includes(outcome)) ||
	changes.some(
		({ kind, severity, after }) =>
			(kind === "failing" || kind === "worse") && (after?.severity ?? severity) === "CRITICAL",
	);
