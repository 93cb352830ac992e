import type { SlackPolicy } from "../../core/policy.ts";
import { compareSeverity } from "../../core/verdict.ts";
import { localTime } from "./local-time.ts";
import type { Notification } from "./notification.ts";

/**
 * Whether it is quiet at a time (ISO 8601): the clock of the policy's time zone shows a time between the two of the policy, the first
 * one included. So a clock that is put back into the quiet hours begins them again, and one that is put forward may skip a part of them.
 */
export function isQuiet({ timeZone, quietHours }: Pick<SlackPolicy, "timeZone" | "quietHours">, at: string): boolean {
	if (quietHours === undefined) return false;
	const { minute } = localTime(timeZone, at);
	const [from, to] = [minuteOf(quietHours.from), minuteOf(quietHours.to)];
	return from < to ? from <= minute && minute < to : from <= minute || minute < to;
}

/** `time`: HH:MM. */
function minuteOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(":").map(Number);
	return hours * 60 + minutes;
}

/** Whether a notification is sent in the quiet hours too: it is about a CRITICAL failure, also about its end, or about a block. */
export const isUrgent = ({ changes, blocks }: Pick<Notification, "changes" | "blocks">): boolean =>
	blocks.length > 0 ||
	changes.some(({ severity, after }) =>
		[severity, after?.severity ?? severity].some((one) => compareSeverity(one, "CRITICAL") <= 0),
	);
