import { type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { callAws } from "../clients/call-aws.ts";
import { type Item, keyOf } from "./items.ts";

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
