import type { DynamoDBRecord } from "aws-lambda";
import type { LedgerEntry } from "../../core/ledger.ts";
import { entryIn, type Item } from "./items.ts";

/** Two states of a subject's entry, side by side. */
export interface EntryChange {
	/** Null when the subject was not known. */
	readonly before: LedgerEntry | null;
	/** Null when the entry was forgotten, or the record is not about an entry. */
	readonly after: LedgerEntry | null;
}

/** What a record of the table's stream (NEW_AND_OLD_IMAGES) says of a subject's entry. */
export function entryChangeIn({ dynamodb }: DynamoDBRecord): EntryChange {
	return { before: imageIn(dynamodb?.OldImage), after: imageIn(dynamodb?.NewImage) };
}

/** Lambda's type of an attribute differs from the SDK's in binary values only, and an entry has none. */
function imageIn(image: unknown): LedgerEntry | null {
	return entryIn(image as Item | undefined);
}
