import type { BlockRecord } from "../../core/block-record.ts";
import type { Policy } from "../../core/policy.ts";

/**
 * The blocked revision whose findings must stay open. Deregistering revision 8 makes 7 the newest active revision, and a
 * verdict on 7 says nothing about 8. The block ends when a later revision becomes active or after the policy's `keepFor` days.
 */
export function findActiveBlock(
	blocks: readonly BlockRecord[],
	newestActive: number | null,
	now: string,
	policy: Policy,
): BlockRecord | null {
	const latest = blocks
		.filter(({ action, outcome, over }) => action === "deregister" && outcome === "done" && over !== true)
		.reduce<BlockRecord | null>(
			(best, block) => (best === null || block.revision > best.revision ? block : best),
			null,
		);
	if (latest === null || (newestActive !== null && newestActive > latest.revision)) return null;
	const ends = Date.parse(latest.at) + policy.block.keepFor * 86_400_000;
	return Date.parse(now) < ends ? latest : null;
}
