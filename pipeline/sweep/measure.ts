import type { Arrivals, MissedChange } from "../../adapters/dynamodb/arrivals.ts";
import type { FinishedSweep, RunningSweep, SweepState } from "../../adapters/dynamodb/sweep-state.ts";
import { usualCauseOf, type WatchedKind, watchedKindNames } from "../arrivals.ts";
import type { SweepSummary } from "../sweep-summary.ts";

/** Messages in a queue. */
export interface QueueCount {
	/** Name of the queue. */
	readonly queue: string;
	readonly messages: number;
}

/** A kind of which no event has arrived for days, although a sweep found a change. */
interface SilentKind {
	readonly kind: WatchedKind;
	/** ARN of what had changed. */
	readonly subject: string;
	/** When the sweep found it, ISO 8601. */
	readonly since: string;
	readonly usualCause: string;
}

/** What the alarms about the whole pipeline watch. */
export interface Measured {
	/** Since the start of the last sweep that finished; 0 while the first one is running in time. */
	readonly sweepAgeHours: number;
	/** `unknown` among the verdicts that the last sweep counted, without those that are not applicable. */
	readonly unknownPercent: number;
	/** Dead-letter queues that are not empty. */
	readonly deadLetters: readonly QueueCount[];
	readonly silent: readonly SilentKind[];
	/**
	 * Whether the age and the share are published: every third hour of the day, and every hour until a sweep has finished. CloudWatch
	 * charges for each hour in which a custom metric has data.
	 */
	readonly isPublished: boolean;
}

/** All throw TryLaterError. */
export interface MeasurePorts {
	readonly state: Pick<SweepState, "current" | "last">;
	readonly arrivals: Pick<Arrivals, "unreported">;
	readonly countDeadLetters: () => Promise<readonly QueueCount[]>;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
}

const hourMs = 3_600_000;
const publishedHours = 3;
/** Events arrive within minutes, but a single one may be lost. */
const silentAfterMs = 48 * hourMs;

/**
 * Measures at each event of the schedule what a single function cannot see. If a part of it cannot be read, this throws TryLaterError and
 * nothing is published: the alarm of the sweep's age notices that the metric is missing, so no alarm is silent because its metric could not
 * be read.
 */
export async function measure({ state, arrivals, countDeadLetters, now }: MeasurePorts): Promise<Measured> {
	const [current, last, queues] = [await state.current(), await state.last(), await countDeadLetters()];
	const at = Date.parse(now());
	const silent = await Promise.all(
		watchedKindNames.map(async (kind) => silentSince(kind, await arrivals.unreported(kind), at)),
	);
	return {
		sweepAgeHours: sweepAgeHours(current, last, at),
		isPublished: last === null || new Date(at).getUTCHours() % publishedHours === 0,
		unknownPercent: unknownPercent(last),
		deadLetters: queues.filter(({ messages }) => messages > 0),
		silent: silent.flatMap((one) => one ?? []),
	};
}

function sweepAgeHours(current: RunningSweep | null, last: FinishedSweep | null, now: number): number {
	// Before the first one has finished, it counts from the first attempt.
	const since = last?.startedAt ?? current?.waitingSince ?? current?.startedAt;
	return since === undefined ? 0 : Math.max(0, now - Date.parse(since)) / hourMs;
}

function unknownPercent(last: FinishedSweep | null): number {
	const { statuses } = (last?.summary ?? {}) as Partial<SweepSummary>;
	if (statuses === undefined) return 0;
	const answered = statuses.pass + statuses.fail + statuses.waived;
	return statuses.unknown === 0 ? 0 : (100 * statuses.unknown) / (answered + statuses.unknown);
}

function silentSince(kind: WatchedKind, change: MissedChange | null, now: number): SilentKind | null {
	if (change === null || now - Date.parse(change.at) < silentAfterMs) return null;
	return { kind, subject: change.subject, since: change.at, usualCause: usualCauseOf(kind) };
}
