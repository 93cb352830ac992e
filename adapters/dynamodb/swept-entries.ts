import {
	ConditionalCheckFailedException,
	type DynamoDBClient,
	ScanCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import type { ListPage } from "../clients/list-page.ts";
import { entryIn, type Item, keyOf, sortKeys } from "./items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:Scan", on: "ledger" },
	{ action: "dynamodb:UpdateItem", on: "ledger" },
];

/** An entry, and when a list of AWS last showed that it is still true (ISO 8601); null if that was never necessary. */
export interface SweptEntry {
	readonly entry: LedgerEntry;
	readonly seenAt: string | null;
}

/** What only a sweep does with the ledger's entries. All functions throw TryLaterError. */
export interface SweptEntries {
	/** Some of all entries, in no order. `token`: the previous page's `next`; null for the first page. A page may be empty. */
	page(token: string | null): Promise<ListPage<SweptEntry>>;
	/** Records that the entry of `readAt` is still true at a time, without a change of it. False if there is a later entry, or none. */
	touch(arn: string, readAt: string, seenAt: string): Promise<boolean>;
}

/** Items that are read for a page, of which many are no entries. */
const pageSize = 500;

export function createSweptEntries(client: DynamoDBClient, table: string): SweptEntries {
	return {
		page: (token) => readPage(client, table, token),
		async touch(arn, readAt, seenAt) {
			const command = new UpdateItemCommand({
				TableName: table,
				Key: keyOf(arn, sortKeys.verdicts),
				UpdateExpression: "SET seenAt = :seenAt",
				ConditionExpression: "readAt = :readAt",
				ExpressionAttributeValues: { ":seenAt": { S: seenAt }, ":readAt": { S: readAt } },
			});
			try {
				await callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
				return true;
			} catch (error) {
				if (error instanceof ConditionalCheckFailedException) return false;
				throw error;
			}
		},
	};
}

async function readPage(client: DynamoDBClient, table: string, token: string | null): Promise<ListPage<SweptEntry>> {
	const command = new ScanCommand({
		TableName: table,
		Limit: pageSize,
		FilterExpression: "sk = :verdicts",
		ExpressionAttributeValues: { ":verdicts": { S: sortKeys.verdicts } },
		...(token === null ? {} : { ExclusiveStartKey: JSON.parse(token) as Item }),
	});
	const { Items = [], LastEvaluatedKey } = await callAws("dynamodb:Scan", (options) => client.send(command, options), {
		isComplete: (answer) => Array.isArray(answer.Items),
	});
	return {
		items: Items.flatMap((item) => {
			const entry = entryIn(item);
			return entry === null ? [] : [{ entry, seenAt: item["seenAt"]?.S ?? null }];
		}),
		next: LastEvaluatedKey === undefined ? null : JSON.stringify(LastEvaluatedKey),
	};
}
