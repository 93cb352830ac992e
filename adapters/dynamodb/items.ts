import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { isFields } from "../../core/json.ts";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import type { Subject } from "../../core/subject.ts";
import { severities, statuses } from "../../core/verdict.ts";
import type { BlockCandidate, BlockIntent } from "../../domain/blocks/intent.ts";

/** An item in the format of the DynamoDB API. */
export type Item = Record<string, AttributeValue>;

/** Of the sort keys of everything about blocks. */
export const blockPrefix = "block-";

/** Sort keys of the table; the partition key is the subject's ARN. The stream is filtered on `verdicts`. */
export const sortKeys = {
	verdicts: "verdicts",
	candidate: (revision: number) => `${blockPrefix}candidate#${revision}`,
	intent: (revision: number) => `${blockPrefix}intent#${revision}`,
	published: (sink: string) => `published#${sink}`,
	/** Under `dead-letter#<message id>`: that the message has a dead letter, or is getting one. */
	deadLetter: "dead-letter",
	/** Under a finding's id: when Security Hub was asked to resolve it. */
	resolved: "resolved",
	/** Under `sinkKey`: until when a destination of the sink asked for no messages. */
	notBefore: (destination: string) => `not-before#${destination}`,
	/** Under a subject's ARN: its last state whose message a sink has sent without an answer. */
	unconfirmed: (sink: string) => `unconfirmed#${sink}`,
	/** Under the partition key `sweep`: the sweep that is running, the last one that finished, and what the first one found. */
	currentSweep: "current",
	lastSweep: "last",
	sweepReport: (startedAt: string) => `report#${startedAt}`,
	/** Also under it: a summary, by the time of the one before it; that what Slack's sink holds is to be sent. */
	summaryReport: (after: string) => `report#summary#${after}`,
	wakeReport: (at: string) => `report#wake#${at}`,
	/** Under `sinkKey`: what the sink holds of a subject during the quiet hours. */
	held: (arn: string) => `held#${arn}`,
	/** Also under it: a subject with a first message that may not show the present. */
	stale: (arn: string) => `stale#${arn}`,
	/** Under `sinkKey`: when the sink may read findings, or send to a destination, again. */
	nextRead: "next-read",
	nextPost: (destination: string) => `next-post#${destination}`,
	/** Under the partition key `ecs-turns`: the ends of the lines of those that read task definitions, deregister them and tag them. */
	readLine: "line",
	deregistrationLine: "deregistrations",
	tagLine: "tags",
	/** For a channel: the messages about the subject there. */
	thread: (channel: string) => `thread#${channel}`,
	/** Under `deployment#<ARN>` of a service deployment: who acts on it. */
	claim: "claim",
	/** For a subject whose verdict depends on this one. */
	user: (arn: string) => `used-by#${arn}`,
} as const;

/** The partition keys of everything about subjects, for permissions: ARNs, also with a tag of a repository behind them. */
export const anySubject = "arn:*";

/** The partition key of what is known of sweeps. */
export const sweepKey = "sweep";

/** Under these partition keys it is recorded, as for a subject, which reports a sink has posted. */
export const reportKeys = [sweepKey, "summary"] as const;

/** The partition key of what is known of the events of each route; the sort key is the route. */
export const arrivalsKey = "arrivals";

/** The partition key of the turns in which the functions call ECS. */
export const turnsKey = "ecs-turns";

/** The partition key of what concerns a whole sink, by its name. */
export const sinkKey = (sink: string): string => `sink#${sink}`;

export const keyOf = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } });

/** Plain data as an item, with nested maps and lists, so that the images in the stream are readable. */
export function itemOf(pk: string, sk: string, content: object): Item {
	return { ...marshall(content, { removeUndefinedValues: true }), ...keyOf(pk, sk) };
}

/**
 * The version of an entry's form, in the attribute `schema`. Items of version 0 do not have it and have the same form. A change of
 * the form that an older reader would misread needs a new version, and `entryIn` has to convert the items of the versions before.
 * `pk`, `sk`, `subject`, `arn`, `readAt`, `controls` and `blocks` stay as they are in every version, so that the version before still
 * finds and replaces such an entry after a rollback.
 */
const entrySchema = 1;

export const entryItemOf = (entry: LedgerEntry): Item =>
	itemOf(entry.arn, sortKeys.verdicts, { ...entry, schema: entrySchema });

/** The ledger entry in an item or in an image of the stream; null when it contains something else. */
export function entryIn(item: Item | undefined): LedgerEntry | null {
	if (item?.["sk"]?.S !== sortKeys.verdicts) return null;
	const { pk, sk, schema, seenAt, republishedAt, ...entry } = unmarshall(item);
	const { arn, readAt, controls, blocks } = entry;
	const isEntry = typeof arn === "string" && typeof readAt === "string" && isFields(controls) && Array.isArray(blocks);
	if (!isEntry) return null;
	return isOfNewerVersion(item) ? olderFormOf(entry as LedgerEntry) : (entry as LedgerEntry);
}

export const isOfNewerVersion = ({ schema }: Item): boolean => Number(schema?.N ?? 0) > entrySchema;

/** What can be understood of an entry that a newer version wrote. No check covers it, so that the next one replaces it. */
function olderFormOf(entry: LedgerEntry): LedgerEntry {
	const controls = Object.entries(entry.controls).filter(([, verdict]) => isKnownVerdict(verdict));
	return {
		...entry,
		rules: "",
		controls: Object.fromEntries(controls),
		about: isFields(entry.about) ? entry.about : {},
	};
}

/** Whether a verdict has all that is read of it. */
function isKnownVerdict(verdict: Partial<RecordedVerdict>): boolean {
	const { status, severity, message, remediation, since, firstFailed, containers, fields, vulnerabilities } = verdict;
	return (
		statuses.some((one) => one === status) &&
		severities.some((one) => one === severity) &&
		[message, remediation, since, firstFailed ?? ""].every((text) => typeof text === "string") &&
		[containers, vulnerabilities].every(Array.isArray) &&
		isFields(fields)
	);
}

export function intentIn(item: Item | undefined): BlockIntent | null {
	if (item?.["sk"]?.S?.startsWith("block-intent#") !== true) return null;
	const { pk, sk, ...intent } = unmarshall(item);
	return typeof intent["revision"] === "number" ? (intent as BlockIntent) : null;
}

export function candidateIn(item: Item | undefined): BlockCandidate | null {
	if (item?.["sk"]?.S?.startsWith("block-candidate#") !== true) return null;
	const { revision, until } = unmarshall(item);
	return typeof revision === "number" && typeof until === "string" ? { revision, until } : null;
}

/** The subject that uses the one with the item's partition key. */
export function userIn(item: Item): Subject | null {
	if (item["sk"]?.S?.startsWith(sortKeys.user("")) !== true) return null;
	const { user } = unmarshall(item);
	return isFields(user) && typeof user["kind"] === "string" ? (user as unknown as Subject) : null;
}
