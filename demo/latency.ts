import type { Import } from "./doubles/security-hub.ts";
import type { Sent } from "./send.ts";

/**
 * Seconds from an event to each finding that came of it: the last event that names the finding's subject, sent before AWS
 * was read for it.
 */
export function secondsToFindings(sent: readonly Sent[], imports: readonly Import[]): number[] {
	return imports.flatMap(({ at, updatedAt, subject }) => {
		const mark = markOf(subject);
		const read = Date.parse(updatedAt);
		const cause = sent.findLast((event) => event.routed && event.at <= read && event.body.includes(mark));
		return cause === undefined ? [] : [(Date.parse(at) - cause.at) / 1000];
	});
}

/** What names a subject in an event: the digest of an image, else the name behind the ARN's type. */
function markOf(arn: string): string {
	const digest = /sha256:[0-9a-f]{64}$/.exec(arn)?.[0];
	return digest ?? arn.split("/").slice(1).join("/");
}

/** The middle of a list; null of an empty one. */
export function medianOf(values: readonly number[]): number | null {
	if (values.length === 0) return null;
	const sorted = values.toSorted((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? 0;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
