import type { SlackPolicy } from "../../core/policy.ts";
import { localTime } from "./local-time.ts";

type Schedule = Pick<SlackPolicy, "timeZone" | "summary">;

const hourMs = 3_600_000;
/** 1 January 1970 was a Thursday. */
const firstMonday = 4;

/**
 * Whether a summary has to be sent: once in each period, which begins at the policy's hour of a day or of a Monday, also if its hour
 * was missed. The first one, and one after a period without any, waits for an hour in which a period begins. Times are ISO 8601.
 */
export function isSummaryDue(schedule: Schedule, last: string | null, now: string): boolean {
	if (schedule.summary.every === "never") return false;
	const period = periodOf(schedule, now);
	const before = last === null ? null : periodOf(schedule, last);
	if (before !== null && before >= period - 1) return before < period;
	return periodOf(schedule, new Date(Date.parse(now) - hourMs).toISOString()) < period;
}

/** By number. A clock that is put back may show the end of the period before again. */
function periodOf({ timeZone, summary }: Schedule, at: string): number {
	const { day, minute } = localTime(timeZone, at);
	const begun = minute < summary.hour * 60 ? day - 1 : day;
	return summary.every === "week" ? Math.floor((begun - firstMonday) / 7) : begun;
}
