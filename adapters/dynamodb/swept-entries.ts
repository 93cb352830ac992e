import { type DynamoDBClient, ScanCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import type { ListPage } from "../clients/list-page.ts";
import { isWritten } from "./conditional-write.ts";
import { anySubject, entryIn, type Item, isOfNewerVersion, keyOf, sortKeys } from "./items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:Scan", on: "ledger" },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [anySubject] },
];

/** What says whether an entry is still true. */
export interface SweptEntry extends Pick<LedgerEntry, "subject" | "arn" | "state" | "readAt" | "rules"> {
	/** When a list of AWS last showed that it is still true, ISO 8601; null if that was never necessary. */
	readonly seenAt: string | null;
	/** Epoch seconds after which it is deleted; null if it is not. */
	readonly expiresAt: number | null;
}

/** What only a sweep does with the ledger's entries. All functions throw TryLaterError. */
export interface SweptEntries {
	/** Some of all entries, in no order. `token`: the previous page's `next`; null for the first page. A page may be empty. */
	page(token: string | null): Promise<ListPage<LedgerEntry>>;
	/** The same, but only the small part of each entry that says whether it is still true. */
	swept(token: string | null): Promise<ListPage<SweptEntry>>;
	/** Records that the entry of `readAt` is still true at a time, without a change of it. False if there is a later entry, or none. */
	touch(arn: string, readAt: string, seenAt: string): Promise<boolean>;
}

/** Items that are read for a page, of which many are no entries. DynamoDB ends a page after 1 MB, which is about 600 of them. */
const pageSize = 1_000;

const sweptFields = ["pk", "sk", "schema", "subject", "arn", "state", "readAt", "rules", "seenAt", "expiresAt"];
/** Some of these names are reserved words in expressions. */
const sweptProjection = {
	ProjectionExpression: sweptFields.map((name) => `#${name}`).join(", "),
	ExpressionAttributeNames: Object.fromEntries(sweptFields.map((name) => [`#${name}`, name])),
};

export function createSweptEntries(client: DynamoDBClient, table: string): SweptEntries {
	return {
		page: (token) => readPage(client, table, token, entryIn),
		swept: (token) => readPage(client, table, token, sweptEntryIn, sweptProjection),
		async touch(arn, readAt, seenAt) {
			const command = new UpdateItemCommand({
				TableName: table,
				Key: keyOf(arn, sortKeys.verdicts),
				UpdateExpression: "SET seenAt = :seenAt",
				ConditionExpression: "readAt = :readAt",
				ExpressionAttributeValues: { ":seenAt": { S: seenAt }, ":readAt": { S: readAt } },
			});
			return isWritten(callAws("dynamodb:UpdateItem", (options) => client.send(command, options)));
		},
	};
}

/** The items of a page in which `read` finds what is wanted. */
async function readPage<Entry>(
	client: DynamoDBClient,
	table: string,
	token: string | null,
	read: (item: Item) => Entry | null,
	projection: object = {},
): Promise<ListPage<Entry>> {
	const command = new ScanCommand({
		TableName: table,
		Limit: pageSize,
		FilterExpression: "sk = :verdicts",
		ExpressionAttributeValues: { ":verdicts": { S: sortKeys.verdicts } },
		...projection,
		...(token === null ? {} : { ExclusiveStartKey: JSON.parse(token) as Item }),
	});
	const { Items = [], LastEvaluatedKey } = await callAws("dynamodb:Scan", (options) => client.send(command, options), {
		isComplete: (answer) => Array.isArray(answer.Items),
	});
	return {
		items: Items.flatMap((item) => read(item) ?? []),
		next: LastEvaluatedKey === undefined ? null : JSON.stringify(LastEvaluatedKey),
	};
}

/** Null if the item has not the form of an entry. One of a newer version has no rules: nothing that it says is relied on. */
function sweptEntryIn(item: Item): SweptEntry | null {
	const { subject, arn, state, readAt, rules, seenAt = null, expiresAt = null } = unmarshall(item);
	if (typeof arn !== "string" || typeof readAt !== "string") return null;
	return { subject, arn, state, readAt, rules: isOfNewerVersion(item) ? "" : rules, seenAt, expiresAt };
}
