import { type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { callAws } from "../clients/call-aws.ts";
import { type Item, keyOf } from "./items.ts";

interface ItemQuery {
	readonly pk: string;
	/** On the sort key. */
	readonly condition: "sk = :sk" | "begins_with(sk, :sk)";
	readonly sk: string;
	/** The sort key after which the page begins; null for the first page. */
	readonly after?: string | null;
	/** The maximum number of items; when absent, a page ends after 1 MB. */
	readonly limit?: number;
	/** In the reverse order of the sort keys. */
	readonly newestFirst?: true;
}

interface ItemPage {
	readonly items: readonly Item[];
	/** `after` of the next page; null after the last one. */
	readonly next: string | null;
}

/** A page of the items of a partition, in the order of their sort keys unless `newestFirst`, read with strong consistency. Throws TryLaterError. */
export async function queryPage(
	client: DynamoDBClient,
	table: string,
	{ pk, condition, sk, after = null, limit, newestFirst }: ItemQuery,
): Promise<ItemPage> {
	const command = new QueryCommand({
		TableName: table,
		ConsistentRead: true,
		KeyConditionExpression: `pk = :pk AND ${condition}`,
		ExpressionAttributeValues: { ":pk": { S: pk }, ":sk": { S: sk } },
		...(limit === undefined ? {} : { Limit: limit }),
		...(newestFirst === true ? { ScanIndexForward: false } : {}),
		...(after === null ? {} : { ExclusiveStartKey: keyOf(pk, after) }),
	});
	const { Items = [], LastEvaluatedKey } = await callAws("dynamodb:Query", (options) => client.send(command, options), {
		isComplete: (answer) => Array.isArray(answer.Items),
	});
	return { items: Items, next: LastEvaluatedKey?.["sk"]?.S ?? null };
}

/** All items of a partition whose sort key begins with a prefix, as `queryPage` reads them. Throws TryLaterError. */
export async function queryItems(
	client: DynamoDBClient,
	table: string,
	pk: string,
	prefix: string,
): Promise<readonly Item[]> {
	const items: Item[] = [];
	let after: string | null = null;
	do {
		const query: ItemQuery = { pk, condition: "begins_with(sk, :sk)", sk: prefix, after };
		const page = await queryPage(client, table, query);
		items.push(...page.items);
		after = page.next;
	} while (after !== null);
	return items;
}
