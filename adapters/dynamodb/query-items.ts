import { type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { callAws } from "../clients/call-aws.ts";
import type { Item } from "./items.ts";

/** All items of a partition whose sort key begins with a prefix, read with strong consistency. Throws TryLaterError. */
export async function queryItems(
	client: DynamoDBClient,
	table: string,
	pk: string,
	prefix: string,
): Promise<readonly Item[]> {
	const items: Item[] = [];
	let ExclusiveStartKey: Item | undefined;
	do {
		const command: QueryCommand = new QueryCommand({
			TableName: table,
			ConsistentRead: true,
			KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
			ExpressionAttributeValues: { ":pk": { S: pk }, ":prefix": { S: prefix } },
			ExclusiveStartKey,
		});
		const page = await callAws("dynamodb:Query", (options) => client.send(command, options), {
			isComplete: ({ Items }) => Array.isArray(Items),
		});
		items.push(...(page.Items ?? []));
		ExclusiveStartKey = page.LastEvaluatedKey;
	} while (ExclusiveStartKey !== undefined);
	return items;
}
