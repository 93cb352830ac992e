import type { Unconfirmed } from "../../adapters/dynamodb/unconfirmed.ts";
import type { Destination } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { destinationKey, type NamedChannel } from "../../domain/notifications/destination.ts";
import { controlsIn, type Notification } from "../../domain/notifications/notification.ts";
import { mayBeRespelled } from "../../domain/notifications/notified.ts";
import { type Told, toldIn } from "../../domain/notifications/told.ts";
import { type Change, type OpenSink, type Outcome, tooEarly } from "../sink.ts";
import { type Channel, type ChannelPorts, openChannel, postingTimeMs, reasonNot } from "./chat-channel.ts";
import { type Content, contentsOf, type Report } from "./chat-messages.ts";
import { destinationOfEntry, mayNotify, type Unit, type UnitDefaults, unitsOf } from "./chat-units.ts";

/** The finding of a control on a subject. */
export interface FindingOf {
	readonly entry: LedgerEntry;
	readonly control: string;
}

/** A chat with its own message format. */
export interface ChatPorts<Message> extends ChannelPorts<Message>, UnitDefaults {
	readonly toMessage: (notification: Notification) => Message;
	/** One message about many notifications. */
	readonly toDigestMessage: (notifications: readonly Notification[]) => Message;
	/** Those findings that a person has suppressed. One that could not be read in time counts as not suppressed. Takes at most 5 s. */
	readonly suppressedAmong: (findings: readonly FindingOf[]) => Promise<readonly FindingOf[]>;
	/** The channels in which a subject has threads; absent if there are none. Throws TryLaterError. */
	readonly readThreads?: (arn: string) => Promise<readonly NamedChannel[]>;
	/** Records that the sink has handled the states of a subject up to this one. Throws if that fails. */
	readonly confirmState: (entry: LedgerEntry) => Promise<void>;
}

/** What is kept of a message that could not be delivered. */
export interface UndeliveredMessage<Message> {
	readonly destination: Destination;
	/** What it told about each subject; absent if it is about none. */
	readonly told?: readonly Told[];
	readonly message: Message;
}

/** Destinations that are posted to at the same time, and items of the ledger that are written at the same time. */
const atOnce = 10;

/**
 * A chat as a sink. The changes of a subject in a batch are one notification; the notifications to a destination are one message each,
 * or, if there are many, a digest. Its changes are confirmed as soon as a message was accepted, so that a function that is killed
 * repeats no other one. While one destination is unavailable, the others go on.
 */
export function chatSink<Message>(ports: ChatPorts<Message>): OpenSink {
	return async (batch) => {
		const outcomes = new Map<Change, Outcome>();
		const units = await divide(batch, ports);
		const due = units.filter(({ isStored, notification }) => !isStored && notification() !== null);
		const nothing = ({ isStored }: Unit) => (isStored ? "its dead letter is stored already" : "nothing to report");
		for (const unit of units) if (!due.includes(unit)) settle(unit, handled(unit, nothing(unit)), outcomes);
		const byDestination = Map.groupBy(due, ({ destination }) => destinationKey(destination));
		const lanes = await mapConcurrently(atOnce, [...byDestination.values()], async (own) => ({
			own,
			channel: await openChannel(own[0]?.destination ?? {}, ports),
		}));
		const open = lanes.flatMap(({ own, channel }) => (channel.unavailable() === null ? own : []));
		const suppressed = await readSuppressed(open, ports);
		const until = ports.now() + postingTimeMs;
		const undelivered = new Set<string>();
		await mapConcurrently(atOnce, lanes, async ({ own, channel }) => {
			// They were not stored when they were given up, and would be computed as one with what is sent now.
			const givenUp = new Set(own.flatMap(({ sent, last }) => (sent === 2 ? last.arn : [])));
			const reports = own.flatMap((unit): Report[] => {
				if (unit.sent < 2 && givenUp.has(unit.last.arn)) {
					settle(unit, { first: tooEarly, other: tooEarly }, outcomes);
					return [];
				}
				// What was given up is stored as it was.
				const notification = unit.notification(unit.sent === 2 ? undefined : suppressed.get(unit.last.arn));
				if (notification !== null) return [{ unit, notification }];
				settle(unit, handled(unit, "suppressed in Security Hub"), outcomes);
				return [];
			});
			for (const content of contentsOf(reports))
				await deliver(content, channel, { until, outcomes, undelivered, ports });
		});
		return async (change) => {
			const outcome = outcomes.get(change);
			if (outcome === undefined) throw new Error("the change was not given to the sink");
			return outcome;
		};
	};
}

/** The units of all subjects. Only of subjects that may be reported is it read what was sent without an answer. */
async function divide<Message>(batch: readonly Change[], ports: ChatPorts<Message>): Promise<readonly Unit[]> {
	const subjects = [...Map.groupBy(batch, ({ entry }) => entry.arn)];
	const arns = subjects.flatMap(([arn, changes]) => (mayNotify(changes, ports) ? arn : []));
	const sent = arns.length === 0 ? new Map<string, Unconfirmed>() : await ports.unconfirmed(arns);
	const units = await mapConcurrently(atOnce, subjects, async ([arn, changes]) => {
		const isOpen = arns.includes(arn) && isRespelled(changes, ports);
		return unitsOf(changes, sent.get(arn), ports, isOpen ? await ports.readThreads?.(arn) : []);
	});
	return units.flat();
}

/** Whether the threads of a subject tell if its channel is the one of before. */
function isRespelled(changes: readonly Change[], ports: UnitDefaults): boolean {
	const destination = destinationOfEntry(changes.at(-1)?.entry, ports);
	return changes.some(({ before }) => before !== null && mayBeRespelled(before, destination));
}

interface Delivery<Message> {
	/** When the last message may start, epoch milliseconds. */
	readonly until: number;
	readonly outcomes: Map<Change, Outcome>;
	/** ARNs of subjects with a unit that was not delivered. */
	readonly undelivered: Set<string>;
	readonly ports: ChatPorts<Message>;
}

async function deliver<Message>(content: Content, channel: Channel, delivery: Delivery<Message>): Promise<void> {
	const { until, outcomes, ports } = delivery;
	const [{ notification: first, unit }, ...others] = content;
	// Two routes may name one channel, each with a minimum severity of its own.
	const destination = others.length === 0 ? unit.destination : channel.destination;
	const units = content.map(({ unit }) => unit);
	const settleAll = (some: readonly Unit[], outcome: Outcome): void => {
		for (const unit of some) {
			delivery.undelivered.add(unit.last.arn);
			settle(unit, { first: outcome, other: outcome }, outcomes);
		}
	};
	const undelivered = (body: unknown, reason: string, later: boolean) =>
		({ kind: "undelivered", later, items: [{ body, reason }] }) satisfies Outcome;
	const notifications = content.map(({ notification }) => notification);
	let message: Message;
	try {
		message = others.length === 0 ? ports.toMessage(first) : ports.toDigestMessage(notifications);
	} catch (error) {
		return settleAll(units, undelivered({ destination, notifications }, messageOf(error), false));
	}
	const body: UndeliveredMessage<Message> = { destination, told: notifications.map(toldIn), message };
	const states = units.map(({ last }) => last);
	const giveUp = (reason: string): void => settleAll(units, { ...undelivered(body, reason, false), sent: states });
	if (unit.sent === 2) return giveUp("unconfirmed twice");
	const { kind, what } = await channel.post(message, until, notifications, destination);
	if (kind === "posted") return confirmAll(units, what, delivery);
	if (kind !== "unconfirmed") return settleAll(units, undelivered(body, what, kind === "later"));
	// What was sent before is in messages by itself.
	const time = unit.sent === 0 ? 1 : 2;
	const sent = states.map((entry) => ({ arn: entry.arn, readAt: entry.readAt, entry }));
	const unrecorded = await reasonNot(ports.recordUnconfirmed(sent, time));
	const reason = unrecorded === null ? what : `${what}; ${unrecorded}`;
	return time === 2 ? giveUp(`unconfirmed twice: ${reason}`) : settleAll(units, undelivered(body, reason, true));
}

async function confirmAll<Message>(
	units: readonly Unit[],
	what: string,
	{ outcomes, undelivered, ports }: Delivery<Message>,
): Promise<void> {
	await mapConcurrently(atOnce, units, async (unit) => {
		// Confirmed only with the state before, which may have to be delivered again.
		if (undelivered.has(unit.last.arn)) return settle(unit, handled(unit, what), outcomes);
		const unrecorded = await reasonNot(ports.confirmState(unit.last));
		const confirmed: Outcome = { kind: "delivered", what, state: null };
		// What could not be confirmed is tried once more with its first change, which fails if that fails.
		settle(unit, unrecorded === null ? { first: confirmed, other: confirmed } : handled(unit, what), outcomes);
	});
}

interface UnitOutcome {
	readonly first: Outcome;
	readonly other: Outcome;
}

/** Its last state is confirmed with the first of its changes: between two of them, the next delivery would report a half. */
const handled = ({ last }: Unit, what: string): UnitOutcome => ({
	first: { kind: "delivered", what, state: last },
	other: { kind: "delivered", what, state: null },
});

function settle({ changes }: Unit, { first, other }: UnitOutcome, outcomes: Map<Change, Outcome>): void {
	for (const [at, change] of changes.entries()) outcomes.set(change, at === 0 ? first : other);
}

/** Controls whose finding is suppressed, by the subject's ARN. */
async function readSuppressed(
	due: readonly Unit[],
	{ suppressedAmong }: Pick<ChatPorts<never>, "suppressedAmong">,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
	const findings = due.flatMap(({ notification }) => {
		const whole = notification();
		return whole === null ? [] : controlsIn(whole).map((control) => ({ entry: whole.entry, control }));
	});
	const bySubject = new Map<string, Set<string>>();
	for (const { entry, control } of findings.length === 0 ? [] : await suppressedAmong(findings)) {
		bySubject.set(entry.arn, (bySubject.get(entry.arn) ?? new Set()).add(control));
	}
	return bySubject;
}
