import type { DynamoDBRecord } from "aws-lambda";
import type { HeldChange, HeldChanges } from "../../adapters/dynamodb/held-changes.ts";
import { messageOf, TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { SlackPolicy } from "../../core/policy.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { isQuiet, isUrgent } from "../../domain/notifications/quiet-hours.ts";
import type { Change, OpenSink, Outcome } from "../sink.ts";
import { storeUndeliveredItems } from "../store-undelivered.ts";
import type { Ports as StreamPorts } from "../stream.ts";
import { isOverdue } from "../stream-records.ts";
import type { ChatPorts } from "./chat.ts";
import { mayNotify, type UnitDefaults, unitsOf } from "./chat-units.ts";

export interface HoldingPorts extends Pick<ChatPorts<never>, "now" | "confirmState">, UnitDefaults {
	readonly held: HeldChanges;
	readonly hours: Pick<SlackPolicy, "timeZone" | "quietHours">;
}

/** A chat that confirms the states of which a message was accepted in this way. */
export type OpenChat = (confirmState: HoldingPorts["confirmState"]) => OpenSink;

const atOnce = 10;

/**
 * A chat that is quiet at some hours. Then only what is urgent is sent; of each other subject the state before its first change is
 * held, and the change counts as delivered. Whatever is sent of a subject later begins at that state: what came and went meanwhile is
 * not reported. After a message, what is held begins at the state that it told, and only then is that state confirmed: otherwise the next
 * message would not tell the end of what was told, or would tell the end of what was not. A function that ends before that repeats the
 * message once. What is held is released later.
 */
export function quietChat(openChat: OpenChat, ports: HoldingPorts): OpenSink {
	return async (batch) => {
		const isNowQuiet = isQuiet(ports.hours, nowOf(ports));
		const subjects = [...Map.groupBy(batch, ({ entry }) => entry.arn).values()];
		const plans = await mapConcurrently(atOnce, subjects, (changes) => planOf(changes, isNowQuiet, ports));
		const sent = plans.flatMap(({ toSend }) => toSend);
		// In the order of the batch.
		const given = batch.flatMap((change) => sent.find((one) => one.change === change) ?? []);
		const open = new Set(plans.flatMap(({ held }) => held?.arn ?? []));
		const deliver = await openChat(confirmHeld(open, ports))(given.map(({ as }) => as));
		const outcomes = new Map<Change, Outcome | Error>();
		for (const { change, as } of given) outcomes.set(change, await deliver(as).catch((error: Error) => error));
		await mapConcurrently(atOnce, plans, async ({ held, toSend }) => {
			const last = toSend.at(-1);
			if (held === null || last === undefined) return;
			const isSent = toSend.every(({ change }) => isDelivered(outcomes.get(change)));
			if (!isSent || !open.has(held.arn)) return;
			// The stream confirms it afterwards.
			await ports.held.beginAt(held.arn, last.change.entry).catch((error: Error) => {
				for (const { change } of toSend) outcomes.set(change, error);
			});
		});
		const heldUntilLater = new Map(plans.flatMap(({ toHold }) => toHold));
		return async (change) => {
			const outcome = outcomes.get(change) ?? heldUntilLater.get(change);
			if (outcome === undefined) throw new Error("the change was not given to the sink");
			if (outcome instanceof Error) throw outcome;
			return outcome;
		};
	};
}

/** `open`: ARNs of the subjects that are held; those that are confirmed are removed. */
const confirmHeld =
	(open: Set<string>, { held, confirmState }: HoldingPorts): HoldingPorts["confirmState"] =>
	async (entry) => {
		const { arn, readAt } = entry;
		if (!open.has(arn)) return confirmState(entry);
		await held.beginAt(arn, entry);
		await confirmState(entry);
		open.delete(arn);
		// If this fails, nothing is left to be told of it.
		await held.release(arn, readAt).catch(() => undefined);
	};

const isDelivered = (outcome: Outcome | Error | undefined): boolean =>
	outcome !== undefined && !(outcome instanceof Error) && outcome.kind === "delivered";

interface Plan {
	readonly held: HeldChange | null;
	/** Changes and how they are given to the chat. */
	readonly toSend: readonly { readonly change: Change; readonly as: Change }[];
	readonly toHold: readonly (readonly [Change, Outcome | Error])[];
}

/** What happens to the changes of one subject. What has to be held is held already. */
async function planOf(changes: readonly Change[], isNowQuiet: boolean, ports: HoldingPorts): Promise<Plan> {
	const asTheyAre = (some: readonly Change[]) => some.map((change) => ({ change, as: change }));
	if (!mayNotify(changes, ports)) return { held: null, toSend: asTheyAre(changes), toHold: [] };
	const [{ arn } = { arn: "" }] = changes.map(({ entry }) => entry);
	try {
		const held = await ports.held.read(arn);
		// What the first sweep finds is reported by itself.
		const first = changes.find(({ entry }) => entry.quiet !== true);
		const last = changes.at(-1)?.entry ?? null;
		const toSend = changes.map((change) => ({
			change,
			as: change === first && held !== null ? { ...change, before: earlierOf(held.before, last) } : change,
		}));
		const notifications = notificationsOf(
			toSend.map(({ as }) => as),
			ports,
		);
		if (!isNowQuiet || first === undefined || notifications.some(isUrgent)) return { held, toSend, toHold: [] };
		if (held === null && notifications.length === 0) return { held, toSend, toHold: [] };
		const { readAt } = last ?? first.entry;
		await ports.held.hold(arn, first.before, readAt);
		const outcome: Outcome = { kind: "delivered", what: "held until the quiet hours end" };
		return { held, toSend: [], toHold: changes.map((change) => [change, outcome] as const) };
	} catch (error) {
		const failure = error instanceof Error ? error : new Error(String(error));
		return { held: null, toSend: [], toHold: changes.map((change) => [change, failure] as const) };
	}
}

/** What was told already is not told again. */
const earlierOf = (before: LedgerEntry | null, last: LedgerEntry | null): LedgerEntry | null =>
	before !== null && last !== null && before.readAt > last.readAt ? last : before;

const nowOf = ({ now }: Pick<HoldingPorts, "now">): string => new Date(now()).toISOString();

/** What the chat reports of changes of one subject, unless it is suppressed. */
const notificationsOf = (changes: readonly Change[], ports: UnitDefaults): readonly Notification[] =>
	unitsOf(changes, undefined, ports).flatMap(({ notification }) => notification() ?? []);

/** Subjects that are read and sent at once; the others follow when the record is delivered again. */
const maxSubjects = 1_000;

/**
 * Sends what is held, as changes of one batch: from the state before the first one to the subject's entry in the ledger. `record`: what
 * led to it; when it is overdue, what cannot be delivered becomes a dead letter. Throws TryLaterError if something is left.
 */
export async function sendHeld(
	record: DynamoDBRecord,
	openChat: OpenChat,
	ports: HoldingPorts & StreamPorts,
): Promise<string> {
	if (isQuiet(ports.hours, nowOf(ports))) return "the quiet hours have begun again";
	const held = await ports.held.list(maxSubjects);
	const overdue = isOverdue(record, ports);
	const states = await mapConcurrently(atOnce, held, async ({ arn, before }) => ({
		arn,
		before,
		entry: await ports.held.current(arn),
	}));
	const changes = states.flatMap(({ before, entry }): Change[] =>
		entry === null ? [] : [{ before, entry, publishedAt: null, ...(overdue ? { isOverdue: true } : {}) }],
	);
	// Their entries have expired.
	for (const { arn, entry } of states) if (entry === null) await ports.held.release(arn, nowOf(ports));
	const deliver = await openChat(confirmHeld(new Set(held.map(({ arn }) => arn)), ports))(changes);
	const reasons = new Set<string>();
	const stored = new Set<Outcome>();
	for (const change of changes) {
		const reason = await settle(change, await deliver(change), { record, overdue, stored }, ports);
		if (reason !== null) reasons.add(reason);
	}
	if (reasons.size > 0) throw new TryLaterError([...reasons].join("; "));
	if (held.length === maxSubjects) throw new TryLaterError("there may be more that was held");
	return `${changes.length} subjects with changes that were held`;
}

interface Sending {
	readonly record: DynamoDBRecord;
	/** What cannot be delivered becomes a dead letter. */
	readonly overdue: boolean;
	/** What is in the dead-letter queue. */
	readonly stored: Set<Outcome>;
}

/** Why the change is still held, or null. */
async function settle(
	{ entry }: Change,
	outcome: Outcome,
	{ record, overdue, stored }: Sending,
	ports: HoldingPorts & StreamPorts,
): Promise<string | null> {
	const { arn, readAt, expiresAt } = entry;
	try {
		if (outcome.kind === "delivered") {
			// The chat has confirmed it already if there is no state.
			const state = outcome.state === undefined ? entry : outcome.state;
			if (state !== null) {
				await ports.held.beginAt(arn, entry);
				await ports.ledger.confirm(arn, ports.sink, state.readAt, state.expiresAt);
			}
		} else {
			if (outcome.later && !overdue) return outcome.items.map(({ reason }) => reason).join("; ");
			if (!stored.has(outcome)) await storeUndeliveredItems(record, outcome.items, { subject: arn, expiresAt }, ports);
			stored.add(outcome);
		}
		await ports.held.release(arn, readAt);
		return null;
	} catch (error) {
		return messageOf(error);
	}
}
