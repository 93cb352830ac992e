import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { BlockCandidate, BlockIntent } from "../../core/block.ts";
import { isFields } from "../../core/json.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Subject } from "../../core/subject.ts";

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
	/** Under `sinkKey`: until when the sink's channel asked for no messages. */
	notBefore: "not-before",
	/** Under `sinkKey`: when the sink may read findings again. */
	nextRead: "next-read",
	/** For a subject whose verdict depends on this one. */
	user: (arn: string) => `used-by#${arn}`,
} as const;

/** The partition key of what concerns a whole sink, by its name. */
export const sinkKey = (sink: string): string => `sink#${sink}`;

export const keyOf = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } });

/** Plain data as an item, with nested maps and lists, so that the images in the stream are readable. */
export function itemOf(pk: string, sk: string, content: object): Item {
	return { ...marshall(content, { removeUndefinedValues: true }), ...keyOf(pk, sk) };
}

/** The ledger entry in an item or in an image of the stream; null when it contains something else. */
export function entryIn(item: Item | undefined): LedgerEntry | null {
	if (item?.["sk"]?.S !== sortKeys.verdicts) return null;
	const { pk, sk, ...entry } = unmarshall(item);
	const { arn, readAt, controls, blocks } = entry;
	const isEntry = typeof arn === "string" && typeof readAt === "string" && isFields(controls) && Array.isArray(blocks);
	return isEntry ? (entry as LedgerEntry) : null;
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
