import type { Import } from "./doubles/security-hub-store.ts";
import type { SentEvent } from "./send.ts";

/** Seconds from an event to a finding that it caused. */
export interface Latency {
	readonly total: number;
	/** Until AWS was read: the bus, the queue and the start of the function; the rest is reading, the ledger, its stream and the import. */
	readonly untilRead: number;
}

/**
 * From an event to each finding that it caused. The cause is the last event that names the finding's subject and was sent
 * before AWS was read for it.
 */
export function latenciesOf(sent: readonly SentEvent[], imports: readonly Import[]): Latency[] {
	return imports.flatMap(({ at, updatedAt, subject }) => {
		const identifier = identifierOf(subject);
		const read = Date.parse(updatedAt);
		const event = sent.findLast((event) => event.routed && event.at <= read && event.body.includes(identifier));
		if (event === undefined) return [];
		return [{ total: (Date.parse(at) - event.at) / 1000, untilRead: (read - event.at) / 1000 }];
	});
}

/** The string that identifies a subject in an event: the digest of an image, otherwise the name in the ARN. */
function identifierOf(arn: string): string {
	const digest = /sha256:[0-9a-f]{64}$/.exec(arn)?.[0];
	return digest ?? arn.split("/").slice(1).join("/");
}

/** The median; null for an empty list. */
export function medianOf(values: readonly number[]): number | null {
	if (values.length === 0) return null;
	const sorted = values.toSorted((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? 0;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** The smallest value that at least this share (0 to 1) of the values does not exceed (nearest rank); null for an empty list. */
export function percentileOf(values: readonly number[], share: number): number | null {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
