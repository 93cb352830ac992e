import type { LedgerState } from "../adapters/dynamodb/ledger.ts";
import type { BlockRecord } from "../core/block-record.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { findActiveBlock } from "../domain/blocks/active-block.ts";
import type { Rules } from "./rules.ts";
import type { Trigger } from "./trigger.ts";

/**
 * Whether a trigger needs no check, because AWS was read after it. A registered revision that was never checked is not covered
 * by a check of a newer one.
 */
export function isCovered({ entry, intents, candidates }: LedgerState, trigger: Trigger, rules: Rules): boolean {
	if (trigger.replayed || intents.length > 0 || candidates.length > 0) return false;
	if (entry === null || !isEventCovered(entry, trigger.time, rules.fingerprint)) return false;
	if (!(trigger.decided ?? []).every((decision) => isRecorded(decision, entry))) return false;
	// While a block is active, the blocked revision is the one to judge. This entry is still about another one.
	const block = findActiveBlock(entry.blocks, null, entry.readAt, rules.policy);
	if (block !== null && entry.about["revision"] !== String(block.revision)) return false;
	return trigger.registered.every(({ revision }) => {
		if (entry.blocks.some((known) => known.action === "deregister" && known.revision === revision)) return true;
		// A check with another trigger judged it, but could not block it.
		const passed = Object.values(entry.controls).every(({ status }) => status !== "fail");
		return passed && entry.about["revision"] === String(revision);
	});
}

/** Whether the gate's decision is in the entry. The first that refused a deployment counts. */
const isRecorded = ({ resource, outcome }: BlockRecord, { blocks }: LedgerEntry): boolean =>
	blocks.some((known) => known.resource === resource && (known.outcome === outcome || known.outcome === "done"));

/** Whether a revision could not be deregistered, which is tried again. What the gate could not check is over. */
export const hasFailedBlock = ({ blocks }: Pick<LedgerEntry, "blocks">): boolean =>
	blocks.some(({ action, outcome }) => action === "deregister" && outcome === "failed");

/** Event times are whole seconds, and AWS's answers may lag behind its events: a reading must be later than the event by this much. */
export const marginMs = 6_000;

/**
 * Whether an event needs no check: AWS was read completely and well after the event, with the same rules, no verdict is unknown and no
 * block has to be retried. A flood of events about one subject therefore causes a single check.
 */
export function isEventCovered(entry: LedgerEntry | null, eventTime: string, rules: string): boolean {
	if (entry === null || entry.rules !== rules || entry.isIncomplete === true) return false;
	if (Object.values(entry.controls).some((verdict) => verdict.status === "unknown")) return false;
	if (hasFailedBlock(entry)) return false;
	return Date.parse(eventTime) + marginMs < Date.parse(entry.readAt);
}
