import type { LedgerState } from "../../adapters/dynamodb/ledger.ts";
import { findActiveBlock } from "../../domain/blocks/active-block.ts";
import { isLongUnknown } from "../../domain/notifications/long-unknown.ts";
import { hasFailedBlock } from "../covered.ts";
import type { Rules } from "../rules.ts";

/** After it a family is read again, so that its open findings are refreshed. */
const longestMs = 30 * 86_400_000;

/**
 * Whether a family needs no check, because its newest active revision is the one that was judged with these rules. A revision never
 * changes, and a change of its images, their repositories or its services has the family checked by itself (pipeline/dependents.ts).
 * What may end with time is always checked (`isSettled`). An unknown verdict stays if it is about the revision itself, such as that of an image in
 * another registry; when it has lasted so long that it is reported, the family is read once more.
 */
export function isUnchanged(
	{ entry, intents, candidates }: LedgerState,
	revision: number,
	now: string,
	{ fingerprint, policy }: Rules,
): boolean {
	if (entry === null || entry.state !== "present" || entry.rules !== fingerprint) return false;
	if (intents.length > 0 || candidates.length > 0) return false;
	const { revision: judged, activeRevision } = entry.about;
	if (judged !== String(revision) || (activeRevision !== undefined && activeRevision !== judged)) return false;
	// Without it, a fact is missing that AWS may return now, a verdict may end with time, or the entry is of a version that did not link
	// the family to what it uses.
	if (entry.isSettled !== true) return false;
	if (hasFailedBlock(entry)) return false;
	if (findActiveBlock(entry.blocks, null, entry.readAt, policy) !== null) return false;
	const { unknownAfter } = policy.slack;
	const isNowReported = Object.values(entry.controls).some(
		(verdict) => isLongUnknown(verdict, now, unknownAfter) && !isLongUnknown(verdict, entry.readAt, unknownAfter),
	);
	return !isNowReported && Date.parse(now) - Date.parse(entry.readAt) < longestMs;
}
