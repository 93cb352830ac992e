import type { DynamoDBRecord } from "aws-lambda";
import type { LedgerEntry } from "../../core/ledger.ts";
import { entryIn, type Item } from "./items.ts";

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
