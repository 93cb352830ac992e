import { CreateTableCommand, DeleteItemCommand, type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";

/** Creates a table with the keys of the ledger. */
export async function createTable(client: DynamoDBClient, TableName: string): Promise<void> {
	await client.send(
		new CreateTableCommand({
			TableName,
			BillingMode: "PAY_PER_REQUEST",
			AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
			KeySchema: [
				{ AttributeName: "pk", KeyType: "HASH" },
				{ AttributeName: "sk", KeyType: "RANGE" },
			],
		}),
	);
}

/**
 * Like DynamoDB's time to live (developer guide, "Using time to live (TTL) in DynamoDB"): deletes the items whose
 * attribute `expiresAt` is a number of epoch seconds before `at`; an item with any other value never expires.
 */
export async function expireItems(client: DynamoDBClient, TableName: string, at: number): Promise<void> {
	const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
	const expired = Items.filter(({ expiresAt }) => expiresAt?.N !== undefined && Number(expiresAt.N) < at);
	for (const { pk, sk } of expired) {
		await client.send(new DeleteItemCommand({ TableName, Key: { pk, sk } as Record<"pk" | "sk", { S: string }> }));
	}
}
