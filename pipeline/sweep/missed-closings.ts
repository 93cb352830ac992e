import type { SweptEntries, SweptEntry } from "../../adapters/dynamodb/swept-entries.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";

/** All throw TryLaterError. */
export interface ClosingPorts {
	/** `readAt` of the last entry of a subject that Security Hub's sink has handled; null if there is none. */
	readonly publishedAt: (arn: string) => Promise<string | null>;
	readonly touch: SweptEntries["touch"];
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
}

const atOnce = 20;

/**
 * Has Security Hub's sink close what it has not closed: the stream may have lost the end of a subject, about which no check writes again.
 * Of the entries, those of subjects that are gone.
 */
export async function republishMissedClosings(
	entries: readonly SweptEntry[],
	{ publishedAt, touch, now }: ClosingPorts,
): Promise<void> {
	const at = now();
	// DynamoDB deletes what has expired at any time later, and may already have deleted what the sink has handled.
	const known = entries.filter(({ expiresAt }) => expiresAt === null || expiresAt * 1_000 > Date.parse(at));
	await mapConcurrently(atOnce, known, async ({ arn, readAt }) => {
		const until = await publishedAt(arn);
		if (until === null || until < readAt) await touch(arn, readAt, at);
	});
}
