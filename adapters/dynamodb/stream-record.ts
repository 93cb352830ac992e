import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Summary } from "../../domain/notifications/summary.ts";
import { entryIn, type Item, sortKeys, sweepKey } from "./items.ts";

/** What goes to Slack's sink beside changes. `at`: ISO 8601. */
export type Report =
	/** What a first sweep found; `at`: when it started; `failed`: the number of its messages that were abandoned. */
	| { readonly kind: "first-sweep"; readonly at: string; readonly summary: object; readonly failed: number }
	| { readonly kind: "summary"; readonly at: string; readonly summary: Summary }
	/** The changes that the sink holds have to be sent. */
	| { readonly kind: "wake"; readonly at: string };

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

/** The report in a record of the table's stream; null in a record of another item. */
export function reportIn({ dynamodb }: DynamoDBRecord): Report | null {
	const item = dynamodb?.NewImage as Item | undefined;
	if (item?.["pk"]?.S !== sweepKey || item["sk"]?.S?.startsWith(sortKeys.sweepReport("")) !== true) return null;
	// The failures by id are for the next summary.
	const { open, ...rest } = item;
	const { kind, at, startedAt, summary, failed } = unmarshall(rest);
	if (kind === "wake") return { kind, at: String(at) };
	if (kind === "summary") return { kind, at: String(at), summary: summary as Summary };
	return { kind: "first-sweep", at: String(startedAt), summary: summary as object, failed: Number(failed) };
}
