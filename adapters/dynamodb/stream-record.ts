import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { LedgerEntry } from "../../core/ledger.ts";
import { entryIn, type Item, sortKeys, sweepKey } from "./items.ts";

/** What a first sweep found. */
export interface SweepReport {
	/** Of the sweep, ISO 8601. */
	readonly startedAt: string;
	readonly summary: object;
	/** Number of its messages that were abandoned. */
	readonly failed: number;
}

/** Two consecutive states of a subject's entry. */
export interface EntryChange {
	/** Null when there was no entry before. */
	readonly before: LedgerEntry | null;
	/** Null when the entry expired, or the record is not about an entry. */
	readonly after: LedgerEntry | null;
}

/** The change of a subject's entry in a record of the table's stream (NEW_AND_OLD_IMAGES). */
export function entryChangeIn({ dynamodb }: DynamoDBRecord): EntryChange {
	return { before: imageIn(dynamodb?.OldImage), after: imageIn(dynamodb?.NewImage) };
}

/** Lambda's attribute type differs from the SDK's only in binary values, which an entry does not contain. */
function imageIn(image: unknown): LedgerEntry | null {
	return entryIn(image as Item | undefined);
}

/** What the first sweep found, in a record of the table's stream; null in a record of another item. */
export function sweepReportIn({ dynamodb }: DynamoDBRecord): SweepReport | null {
	const item = dynamodb?.NewImage as Item | undefined;
	if (item?.["pk"]?.S !== sweepKey || item["sk"]?.S?.startsWith(sortKeys.sweepReport("")) !== true) return null;
	const { startedAt, summary, failed } = unmarshall(item);
	return { startedAt: String(startedAt), summary: summary as object, failed: Number(failed) };
}
