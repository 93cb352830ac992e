import type { HeldChange, HeldChanges } from "../../adapters/dynamodb/held-changes.ts";
import type { Unconfirmed } from "../../adapters/dynamodb/unconfirmed.ts";
import { messageOf, TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { SlackPolicy } from "../../core/policy.ts";
import { isQuiet, isUrgent } from "../../domain/notifications/quiet-hours.ts";
import type { Change, OpenSink, Outcome } from "../sink.ts";
import type { ChatPorts } from "./chat.ts";
import { mayNotify, type UnitDefaults, unitsOf } from "./chat-units.ts";

export interface HoldingPorts extends Pick<ChatPorts<never>, "now" | "confirmState" | "unconfirmed">, UnitDefaults {
	readonly held: HeldChanges;
	readonly hours: Pick<SlackPolicy, "timeZone" | "quietHours">;
	/** `readAt` of the last state of a subject that was confirmed; null for none. */
	readonly publishedAt: (arn: string) => Promise<string | null>;
}

/** A chat that confirms the states of which a message was accepted in this way. */
export type OpenChat = (confirmState: HoldingPorts["confirmState"]) => OpenSink;

const atOnce = 10;

/** Milliseconds for which what is held of a subject belongs to the function that sends it: no function runs for longer. */
const claimMs = 60_000;

/** What is held of a subject, for this function; null for nothing. Throws TryLaterError if another one is sending it. */
export const claim = (arn: string, { held, now }: Pick<HoldingPorts, "held" | "now">): Promise<HeldChange | null> =>
	held.claim(arn, { now: now(), until: now() + claimMs });

/** What cannot be sent after all is left to others. If this fails, they wait. */
export const unclaim = (arn: string, { held }: Pick<HoldingPorts, "held">): Promise<void> =>
	held.unclaim(arn).catch(() => undefined);

/**
 * A chat that is quiet at some hours. Then only what is urgent is sent; of each other subject the state before its first change is
 * held, and the change counts as delivered. Whatever is sent of a subject later begins at that state: what came and went meanwhile is
 * not reported. After a message, what is held begins at the state that it told, and only then is that state confirmed: otherwise the next
 * message would not tell the end of what was told, or would tell the end of what was not. A function that ends before that repeats the
 * message once. What was sent without an answer is repeated by itself. What is held is released later.
 */
export function quietChat(openChat: OpenChat, ports: HoldingPorts): OpenSink {
	return async (batch) => {
		const isNowQuiet = isQuiet(ports.hours, nowOf(ports));
		const subjects = [...Map.groupBy(batch, ({ entry }) => entry.arn).values()];
		const plans = await mapConcurrently(atOnce, subjects, (changes) => planOf(changes, isNowQuiet, ports));
		const sent = plans.flatMap(({ toSend }) => toSend);
		// In the order of the batch.
		const given = batch.flatMap((change) => sent.filter((one) => one.change === change));
		const open = new Set(plans.flatMap(({ held }) => held?.arn ?? []));
		const deliver = await openChat(confirmHeld(open, ports))(given.map(({ as }) => as));
		const outcomes = new Map<Change, Outcome | Error>();
		for (const { change, as } of given) {
			const outcome = await deliver(as).catch((error: Error) => error);
			// A change of two parts is delivered again if one of them has to be.
			if (rank(outcome) >= rank(outcomes.get(change))) outcomes.set(change, outcome);
		}
		await mapConcurrently(atOnce, plans, async ({ held, toSend }) => {
			const last = toSend.at(-1);
			if (held === null || last === undefined) return;
			if (!open.has(held.arn)) return;
			// The stream confirms it afterwards.
			if (toSend.every(({ change }) => isNotSentAgain(outcomes.get(change))))
				await ports.held.beginAt(held.arn, last.change.entry).catch((error: Error) => {
					for (const { change } of toSend) outcomes.set(change, error);
				});
			await unclaim(held.arn, ports);
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

function rank(outcome: Outcome | Error | undefined): number {
	if (outcome === undefined || outcome instanceof Error) return outcome === undefined ? 0 : 3;
	return outcome.kind === "delivered" ? 1 : outcome.later ? 3 : 2;
}

/**
 * A change that leads past a state that was sent without an answer, in two parts: the channel may show that state, so what has happened
 * since must not cancel it out.
 */
export function partsOf(change: Change, sent: Unconfirmed | undefined): readonly Change[] {
	const { before, entry } = change;
	const between = sent?.entry;
	if (between === undefined || between.readAt >= entry.readAt || between.readAt <= (before?.readAt ?? ""))
		return [change];
	return [
		{ ...change, entry: between },
		{ ...change, before: between },
	];
}

const isNotSentAgain = (outcome: Outcome | Error | undefined): boolean =>
	outcome !== undefined && !(outcome instanceof Error) && (outcome.kind === "delivered" || outcome.sent !== undefined);

/** `open`: ARNs of the subjects that are held; those that are confirmed are removed. */
export const confirmHeld =
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

interface Plan {
	readonly held: HeldChange | null;
	/** Changes and how they are given to the chat. */
	readonly toSend: readonly { readonly change: Change; readonly as: Change }[];
	readonly toHold: readonly (readonly [Change, Outcome | Error])[];
}

/** What was sent of a subject without an answer. Throws TryLaterError. */
export const sentOf = async (
	arn: string,
	{ unconfirmed }: Pick<HoldingPorts, "unconfirmed">,
): Promise<Unconfirmed | undefined> => (await unconfirmed([arn])).get(arn);

const asTheyAre = (changes: readonly Change[]): Plan["toSend"] => changes.map((change) => ({ change, as: change }));

/** What happens to the changes of one subject. What is held of it is claimed if something is sent. */
async function planOf(changes: readonly Change[], isNowQuiet: boolean, ports: HoldingPorts): Promise<Plan> {
	if (!mayNotify(changes, ports)) return { held: null, toSend: asTheyAre(changes), toHold: [] };
	const [{ arn } = { arn: "" }] = changes.map(({ entry }) => entry);
	let isClaimed = false;
	try {
		const held = await claim(arn, ports);
		isClaimed = held !== null;
		// Another function may have sent and released what was held since the stream's position was read.
		const sentUntil = isClaimed ? null : await ports.publishedAt(arn);
		const [old, fresh] = [true, false].map((isOld) =>
			changes.filter(({ entry }) => (sentUntil !== null && entry.readAt <= sentUntil) === isOld),
		) as [Change[], Change[]];
		const plan = await planOfNews(fresh, held, isNowQuiet, ports);
		if (isClaimed && plan.toSend.length === 0) await unclaim(arn, ports);
		return { ...plan, toHold: [...plan.toHold, ...settled(old, "sent with what was held")] };
	} catch (error) {
		if (isClaimed) await unclaim(arn, ports);
		// Nothing is wrong with the changes, so they are never given up for this before their time.
		const failure = new TryLaterError(messageOf(error));
		return { held: null, toSend: [], toHold: changes.map((change) => [change, failure] as const) };
	}
}

/** What has to be held is held already. */
async function planOfNews(
	changes: readonly Change[],
	held: HeldChange | null,
	isNowQuiet: boolean,
	ports: HoldingPorts,
): Promise<Plan> {
	// What the first sweep finds is reported by itself.
	const first = changes.find(({ entry }) => entry.quiet !== true);
	const last = changes.at(-1)?.entry ?? null;
	const sent = first === undefined || (held === null && !isNowQuiet) ? undefined : await sentOf(first.entry.arn, ports);
	const toSend = changes.flatMap((change) => {
		if (change !== first || held === null) return { change, as: change };
		return partsOf({ ...change, before: earlierOf(held.before, last) }, sent).map((as) => ({ change, as }));
	});
	const units = unitsOf(
		toSend.map(({ as }) => as),
		sent,
		ports,
	);
	const notifications = units.flatMap(({ notification }) => notification() ?? []);
	if (!isNowQuiet || first === undefined || notifications.some(isUrgent)) return { held, toSend, toHold: [] };
	if (held === null && notifications.length === 0) return { held, toSend, toHold: [] };
	const { arn, readAt } = last ?? first.entry;
	await ports.held.hold(arn, first.before, readAt);
	return { held, toSend: [], toHold: settled(changes, "held until the quiet hours end") };
}

const settled = (changes: readonly Change[], what: string): Plan["toHold"] =>
	changes.map((change) => [change, { kind: "delivered", what }] as const);

/** What was told already is not told again. */
const earlierOf = (before: LedgerEntry | null, last: LedgerEntry | null): LedgerEntry | null =>
	before !== null && last !== null && before.readAt > last.readAt ? last : before;

export const nowOf = ({ now }: Pick<HoldingPorts, "now">): string => new Date(now()).toISOString();
