import { createHash } from "node:crypto";
import type { Change } from "../sink.ts";

const periodMs = 30 * 86_400_000;

/**
 * Whether a subject's open findings are due to be imported again, although nothing has changed: Security Hub deletes a finding 90 days
 * after its last update (user guide, "quotas"). Time is divided into periods of 30 days, which begin at another time for each
 * subject, and the first state that is handled in a period is published. Nothing has to be remembered for that.
 */
export function isRefreshDue({ entry: { arn, readAt }, publishedAt }: Pick<Change, "entry" | "publishedAt">): boolean {
	if (publishedAt === null) return false;
	const offset = createHash("sha256").update(arn).digest().readUIntBE(0, 6) % periodMs;
	const periodOf = (time: string): number => Math.floor((Date.parse(time) + offset) / periodMs);
	return periodOf(publishedAt) < periodOf(readAt);
}
