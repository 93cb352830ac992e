import type { metrics } from "../../core/metrics.ts";
import { type PriceName, prices } from "./prices.ts";
import type { StackCounts } from "./stack-counts.ts";

/** A part of a bill. */
export interface Part {
	readonly name: string;
	readonly price: PriceName;
	readonly quantity: number;
	/** How the quantity comes about. */
	readonly because: string;
}

export const costOf = ({ price, quantity }: Part): number => quantity * prices[price].dollars;
export const totalOf = (parts: readonly Part[]): number => parts.reduce((total, part) => total + costOf(part), 0);

export const hoursInAMonth = 730;

/**
 * Lambda polls a queue with five long polls at a time, and when traffic is low with as few as two, but only if the mapping has no maximum
 * concurrency (Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings"). A long poll of an empty queue ends
 * after 20 s (SQS Developer Guide).
 */
const pollers = { limited: 5, unlimited: 2 } as const;
const secondsOfAPoll = 20;
const pollsOfAPoller = (hoursInAMonth * 3_600) / secondsOfAPoll;

/** The account of the first table: nothing happens in it, and a sweep checks everything every day. Quantities for one sweep. */
export const idleAccount = { subjects: 200, open: 100, sweeps: 30 } as const;
const { subjects, open, sweeps } = idleAccount;

/** A message of a sweep is for ten subjects or for a page; each is sent, received and deleted. */
const messages = subjects / 10 + 30;
/** Seconds of a function for a message of a sweep, or for a tick of the schedule; generous. */
const secondsOfAMessage = 1;
const secondsOfATick = 0.2;
/** Changes of the table's entries that a reader receives at a time. */
const changesAtATime = 8;
/** An entry takes 5 KB: two read units and five write units. */
const unitsOfAnEntry = { read: 2, write: 5 } as const;
const gigabytes = (bytes: number): number => bytes / 1_000_000_000;

type MetricName = Exclude<keyof typeof metrics, "namespace">;

/** In how many hours of a month each metric is sent when nothing is wrong: every third hour (pipeline/sweep/measure.ts), or never. */
const hoursOfMetric: Readonly<Record<MetricName, number>> = {
	failedBlocks: 0,
	foreignEvents: 0,
	undelivered: 0,
	securityHubNotEnabled: 0,
	resolvedWhileFailing: 0,
	sweepFailures: 0,
	sweepAge: hoursInAMonth / 3,
	// Some images cannot be scanned in most accounts.
	unknownShare: hoursInAMonth / 3,
	deadLetters: 0,
	silentKinds: 0,
};

/** A month without an event. */
export function idleParts(counts: StackCounts): readonly Part[] {
	const ticks = counts.ticksAnHour * hoursInAMonth;
	const limitedQueues = counts.polledQueues - counts.unlimitedQueues;
	const metricHours = Object.values(hoursOfMetric).reduce((total, hours) => total + hours, 0);
	const batches = (counts.streamReaders * subjects * sweeps) / changesAtATime;
	const seconds = ticks * secondsOfATick + sweeps * messages * secondsOfAMessage + batches * secondsOfATick;
	const invocations = ticks + sweeps * messages + batches;
	const perSweep = `${sweeps} sweeps of ${subjects} subjects`;
	const logs = gigabytes(invocations * 1_500 + sweeps * subjects * 500);
	return [
		part("Alarms", "alarmMetric", counts.alarmMetrics, "an alarm costs the same for each metric that it evaluates"),
		part(
			"Polls of empty queues",
			"sqsRequest",
			(limitedQueues * pollers.limited + counts.unlimitedQueues * pollers.unlimited) * pollsOfAPoller,
			`${limitedQueues} queues, ${pollers.limited} polls of ${secondsOfAPoll} s at a time for each, and ` +
				`${counts.unlimitedQueues} without a maximum concurrency, ${pollers.unlimited} polls for each`,
		),
		part("Webhook's secret", "secret", counts.secrets, `${counts.secrets} secret`),
		part("Custom metrics", "customMetric", metricHours / hoursInAMonth, "two metrics, sent every third hour"),
		part("Dashboard", "dashboard", counts.dashboards, counts.dashboards === 0 ? "off" : "on"),
		part(
			"Schedule's events",
			"customEvent",
			ticks,
			`${counts.ticksAnHour} an hour; at the price of other events, to be safe`,
		),
		part(
			"Messages of sweeps",
			"sqsRequest",
			4 * sweeps * messages + ticks * 3,
			`${perSweep}, ${messages} messages each`,
		),
		part(
			"Dead letters, counted",
			"sqsRequest",
			ticks * counts.deadLetterQueues,
			`${counts.deadLetterQueues} queues, every hour`,
		),
		part("Bundles", "objectStorage", 0.005, "5 MB in the CDK's bucket"),
		part("Invocations", "lambdaRequest", invocations, `the schedule, ${perSweep}, and the readers of the stream`),
		part("Compute", "lambdaCompute", seconds * counts.memory, `${Math.round(seconds)} s with ${counts.memory} GB`),
		part(
			"Table, writes",
			"tableWrite",
			sweeps * (subjects * (unitsOfAnEntry.write + 2 + counts.streamReaders) + messages * 2),
			`${perSweep}: entries, links, messages, what the readers have handled`,
		),
		part(
			"Table, reads",
			"tableRead",
			ticks * 3 + sweeps * subjects * (3 * unitsOfAnEntry.read + 3),
			`${perSweep}, each entry three times; the schedule`,
		),
		part("Table, storage", "tableStorage", 0.01, "10 MB"),
		part("Table, point-in-time recovery", "tableBackup", 0.01, "10 MB"),
		part("Table, key", "keyRequest", 2 * ticks + sweeps * 20, "two callers at each tick, twenty in a sweep"),
		part("Logs, received", "logIngestion", logs, `${Math.round(logs * 1_000)} MB`),
		part("Logs, stored", "logStorage", logs, "for a month"),
		part("Findings, refreshed", "importedFinding", open, `${open} open findings once a month`),
	];
}

/** What an event causes; each has an invocation of its own and rewrites an entry, and one in ten changes a verdict. */
export const eventLoad = { events: 1_000_000, seconds: 0.4, secondsOfAReader: 0.15, changed: 0.1 } as const;

/** DynamoDB asks KMS for a table's key again after five minutes without a request of a caller (DynamoDB Developer Guide, "How encryption at rest works"). */
const windows = (hoursInAMonth * 60) / 5;
const callers = 30;

/** A million events. */
export function eventParts({ streamReaders, memory }: StackCounts): readonly Part[] {
	const { events, seconds, secondsOfAReader, changed } = eventLoad;
	const logs = gigabytes(events * (2_000 + streamReaders * 1_500));
	const computed = events * (seconds + streamReaders * secondsOfAReader);
	return [
		part("Queue", "sqsRequest", 3 * events, "each message is sent, received and deleted by itself"),
		part(
			"Invocations",
			"lambdaRequest",
			events * (1 + streamReaders),
			`one for the event, ${streamReaders} for the stream`,
		),
		part(
			"Compute",
			"lambdaCompute",
			computed * memory,
			`${seconds} s for an event and ${secondsOfAReader} s for each reader, with ${memory} GB`,
		),
		part(
			"Table, writes",
			"tableWrite",
			events * (unitsOfAnEntry.write + streamReaders + 1),
			"the entry (5 KB), what each reader has handled, a link",
		),
		part(
			"Table, reads",
			"tableRead",
			events * (unitsOfAnEntry.read + 1 + streamReaders + 2),
			"the entry, its blocks, its users, what each reader has handled",
		),
		part("Table, storage", "tableStorage", 0.5, "100,000 entries of 5 KB for a month"),
		part("Table, point-in-time recovery", "tableBackup", 0.5, "the same"),
		part("Table, key", "keyRequest", callers * windows, `${callers} callers, once in five minutes each`),
		part("Logs, received", "logIngestion", logs, "2 KB for an event, 1.5 KB for each reader"),
		part("Logs, stored", "logStorage", logs, "for a month"),
		part("Findings", "importedFinding", events * changed, "one event in ten changes a finding"),
		part(
			"Webhook's secret, calls",
			"secretCall",
			10_000,
			"each instance of the Slack function reads it once an hour or less",
		),
		part(
			"Custom metrics",
			"customMetric",
			Object.keys(hoursOfMetric).length,
			"each name for one function, in every hour",
		),
	];
}

const part = (name: string, price: PriceName, quantity: number, because: string): Part => ({
	name,
	price,
	quantity,
	because,
});
