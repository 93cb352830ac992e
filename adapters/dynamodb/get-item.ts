import { type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { LedgerEntry } from "../../core/ledger.ts";
import { callAws } from "../clients/call-aws.ts";
import { entryIn, type Item, keyOf, sortKeys } from "./items.ts";

/** One item, read with strong consistency; undefined when there is none. Throws TryLaterError. */
export async function getItem(
	client: DynamoDBClient,
	table: string,
	pk: string,
	sk: string,
): Promise<Item | undefined> {
	const command = new GetItemCommand({ TableName: table, Key: keyOf(pk, sk), ConsistentRead: true });
	const { Item } = await callAws("dynamodb:GetItem", (options) => client.send(command, options));
	return Item;
}

/** The entry of a subject, read with strong consistency; null if there is none. Throws TryLaterError. */
export const readEntry = async (client: DynamoDBClient, table: string, arn: string): Promise<LedgerEntry | null> =>
	entryIn(await getItem(client, table, arn, sortKeys.verdicts));
