import { defaultDestinationOf } from "../../core/destination.ts";
import { entryAfter, type LedgerEntry } from "../../core/ledger.ts";
import type { Severity, Verdict } from "../../core/verdict.ts";
import { changesBetween } from "../../domain/changes.ts";
import { type NamedChannel, orDefault } from "../../domain/notifications/destination.ts";
import { notificationOf } from "../../domain/notifications/notification.ts";
import { withNotified } from "../../domain/notifications/notified.ts";
import { hearing } from "./notifications.ts";
import { aBlock, aFamily, aVerdict } from "./verdicts.ts";

/** A check of a family with one control, and the policy by then. */
export interface Reading {
	readonly verdict: Partial<Verdict>;
	readonly minimum?: Severity;
	/** Of a route; absent: to the default. */
	readonly channel?: string;
	/** The default channel; absent for the webhook. */
	readonly slackChannel?: string;
	readonly unrouted?: string;
	/** A deployment was blocked because of the failure; a number for each. */
	readonly blocked?: number;
	/** The entry is of a version that did not record who was notified. */
	readonly isOld?: true;
}

const blockOf = (revision: number) => aBlock({ resource: `web:${revision}`, revision, because: [aVerdict().control] });

/** What each reading has said, and where. `channels`: what is known of them. */
export function heardOf(
	readings: readonly Reading[],
	channels: readonly NamedChannel[] = [],
): readonly (readonly [string, string])[] {
	let before: LedgerEntry | null = null;
	return readings.map(({ verdict, minimum = "LOW", channel, slackChannel = "", unrouted, blocked, isOld }, at) => {
		const check = {
			...{ subject: aFamily(), readAt: new Date(Date.UTC(2026, 10, 21, 2 * at)).toISOString(), rules: "r1" },
			...{ verdicts: [aVerdict(verdict)], about: { revision: "8" } },
			blocks: blocked === undefined ? [] : [blockOf(blocked)],
			...(channel === undefined ? {} : { destination: { channel } }),
			...(unrouted === undefined ? {} : { unrouted }),
		};
		const slack = { channel: slackChannel, minimumSeverity: minimum };
		const recorded = withNotified(before, entryAfter(before, check), slack);
		const { notified, ...old } = recorded;
		const entry: LedgerEntry = isOld ? old : recorded;
		const defaultDestination = defaultDestinationOf(slack);
		const to = { destination: orDefault(entry.destination, defaultDestination), defaultDestination, channels };
		const news = notificationOf(changesBetween(before, entry), { ...hearing(minimum, 1_000), to });
		before = entry;
		return [to.destination.channel ?? "default", news?.changes.map(({ kind }) => kind).join() ?? "-"];
	});
}

export const kindsOf = (...readings: readonly Reading[]): string =>
	heardOf(readings)
		.map(([, kinds]) => kinds)
		.join(" ");
