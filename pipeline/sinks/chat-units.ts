import { isDeepStrictEqual } from "node:util";
import type { Unconfirmed } from "../../adapters/dynamodb/unconfirmed.ts";
import type { Destination } from "../../core/destination.ts";
import { type LedgerEntry, openFailureOf, type RecordedVerdict, settledStatusOf } from "../../core/ledger.ts";
import { changesBetween } from "../../domain/changes.ts";
import { type NamedChannel, orDefault } from "../../domain/notifications/destination.ts";
import { type Notification, type NotificationPolicy, notificationOf } from "../../domain/notifications/notification.ts";
import type { Change } from "../sink.ts";

/** Consecutive changes of one subject in a batch, which are one notification: from the first state to the last. */
export interface Unit {
	readonly changes: readonly [Change, ...Change[]];
	/** The last state. */
	readonly last: LedgerEntry;
	readonly destination: Destination;
	/** How often they were sent and no answer came. */
	readonly sent: 0 | 1 | 2;
	/** They were given up, and their message is in the dead-letter queue. */
	readonly isStored: boolean;
	/** Null if there is nothing to report. `suppressed`: controls whose finding is suppressed. */
	readonly notification: (suppressed?: ReadonlySet<string>) => Notification | null;
}

/** The policy's minimum severity is for destinations that have none of their own. */
export interface UnitDefaults extends Omit<NotificationPolicy, "to"> {
	readonly defaultDestination: Destination;
}

/**
 * The units of one subject, in order. What was sent once without an answer stays a unit of its own: the channel may show it, so
 * what has happened since must not cancel it out. What was sent twice is not sent again. `channels`: in which the subject has threads.
 */
export function unitsOf(
	changes: readonly Change[],
	sent: Unconfirmed | undefined,
	defaults: UnitDefaults,
	channels: readonly NamedChannel[] = [],
): Unit[] {
	const timesSent = ({ entry }: Change): Unit["sent"] => {
		if (sent === undefined || entry.readAt > sent.once) return 0;
		return sent.twice === null || entry.readAt > sent.twice ? 1 : 2;
	};
	const parts = ([2, 1, 0] as const).map(
		(times) => [times, changes.filter((one) => timesSent(one) === times)] as const,
	);
	const destination = destinationOfEntry(changes.at(-1)?.entry, defaults);
	const { unknownAfter, defaultDestination } = defaults;
	const minimumSeverity = destination.minimumSeverity ?? defaults.minimumSeverity;
	const policy = { minimumSeverity, unknownAfter, to: { destination, defaultDestination, channels } };
	return parts.flatMap(([times, part]) =>
		withoutHidden(part).map((some) => ({
			...unitOf(some, destination, policy),
			...{ sent: times, isStored: times === 2 && sent?.isStored === true },
		})),
	);
}

/**
 * Parts of consecutive changes between whose first and last state nothing is hidden: a verdict that is unknown at the end says nothing
 * about a failure that began or ended in between, and neither does what follows.
 */
function withoutHidden(changes: readonly Change[]): Unit["changes"][] {
	const [first, ...others] = changes;
	if (first === undefined) return [];
	const last = (others.at(-1) ?? first).entry;
	const until = Object.entries(last.controls).map(([control, verdict]) =>
		changes.slice(0, -1).findLastIndex(({ entry }) => {
			return isHidden(entry.controls[control], verdict, first.before?.controls[control] ?? null);
		}),
	);
	const end = Math.max(-1, ...until) + 1;
	return end === 0
		? [[first, ...others]]
		: [...withoutHidden(changes.slice(0, end)), ...withoutHidden(changes.slice(end))];
}

/** Whether a comparison of the verdicts before and after does not show what one in between was. */
function isHidden(
	between: RecordedVerdict | undefined,
	after: RecordedVerdict,
	before: RecordedVerdict | null,
): boolean {
	if (after.status !== "unknown") return false;
	const failure = before === null ? undefined : openFailureOf(before);
	if (between?.status !== "unknown" && !isDeepStrictEqual(failure, openFailureOf(after))) return true;
	const status = before === null ? undefined : settledStatusOf(before);
	return after.pending && between?.pending !== true && status !== settledStatusOf(after);
}

/** Whether any state of a subject is worth a message, by itself or compared with the first one. */
export const mayNotify = (changes: readonly Change[], defaults: UnitDefaults): boolean =>
	[changes, ...changes.map((change) => [change])].some((some) =>
		unitsOf(some, undefined, defaults).some(({ notification }) => notification() !== null),
	);

function unitOf(
	changes: Unit["changes"],
	destination: Destination,
	policy: NotificationPolicy,
): Omit<Unit, "sent" | "isStored"> {
	// The first sweep reports what it found in one message of its own.
	const reported = changes.filter(({ entry }) => entry.quiet !== true);
	const [first, last] = [reported[0], reported.at(-1)];
	const all = first === undefined || last === undefined ? null : changesBetween(first.before, last.entry);
	return {
		changes,
		last: (changes.at(-1) ?? changes[0]).entry,
		destination,
		notification: (suppressed) => (all === null ? null : notificationOf(all, policy, suppressed)),
	};
}

export const destinationOfEntry = (
	entry: LedgerEntry | undefined,
	{ defaultDestination }: Pick<UnitDefaults, "defaultDestination">,
): Destination => orDefault(entry?.destination, defaultDestination);
