import type { DynamoDBRecord } from "aws-lambda";
import { messageOf, TryLaterError } from "../../core/errors.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { isQuiet } from "../../domain/notifications/quiet-hours.ts";
import type { Change, Outcome } from "../sink.ts";
import { storeUndeliveredItems } from "../store-undelivered.ts";
import type { Ports as StreamPorts } from "../stream.ts";
import { isOverdue } from "../stream-records.ts";
import {
	claim,
	confirmHeld,
	type HoldingPorts,
	nowOf,
	type OpenChat,
	partsOf,
	sentOf,
	unclaim,
} from "./held-changes.ts";

const atOnce = 10;

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
	const reasons = new Set<string>();
	const states = await mapConcurrently(atOnce, held, async ({ arn }) => {
		const claimed = await claim(arn, ports).catch((error: Error) => void reasons.add(error.message));
		if (!claimed) return [];
		const entry = await ports.held.current(arn);
		// It has expired.
		if (entry === null) await ports.held.release(arn, nowOf(ports));
		if (entry === null) return [];
		const change = {
			before: claimed.before,
			entry,
			publishedAt: null,
			...(overdue ? { isOverdue: true as const } : {}),
		};
		return partsOf(change, await sentOf(arn, ports));
	});
	const changes = states.flat();
	const open = new Set(changes.map(({ entry }) => entry.arn));
	const deliver = await openChat(confirmHeld(open, ports))(changes);
	const stored = new Set<Outcome>();
	for (const change of changes) {
		const reason = await settle(change, await deliver(change), { record, overdue, stored }, ports);
		if (reason === null) continue;
		reasons.add(reason);
		await unclaim(change.entry.arn, ports);
	}
	if (reasons.size > 0) throw new TryLaterError([...reasons].join("; "));
	if (held.length === maxSubjects) throw new TryLaterError("there may be more that was held");
	return `${states.filter((parts) => parts.length > 0).length} subjects with changes that were held`;
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
		if (outcome.kind === "undelivered") {
			if (outcome.later && !overdue) return outcome.items.map(({ reason }) => reason).join("; ");
			if (!stored.has(outcome)) await storeUndeliveredItems(record, outcome.items, { subject: arn, expiresAt }, ports);
			stored.add(outcome);
		}
		// What is in a dead letter counts as told. The chat has confirmed the state already if there is none.
		const state = outcome.kind === "undelivered" || outcome.state === undefined ? entry : outcome.state;
		if (state !== null) {
			await ports.held.beginAt(arn, entry);
			await ports.ledger.confirm(arn, ports.sink, state.readAt, state.expiresAt);
		}
		await ports.held.release(arn, readAt);
		return null;
	} catch (error) {
		return messageOf(error);
	}
}
