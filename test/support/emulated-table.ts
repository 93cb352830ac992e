import { CreateTableCommand, DeleteItemCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll } from "@jest/globals";
import { describeEmulated } from "./emulated.ts";
import { type EmulatedAws, startEmulatedAws } from "./moto.ts";

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

/** Tests of adapters on the emulated AWS, each of which opens tables of its own. */
export function describeWithTables(
	name: string,
	tests: (newTable: () => Promise<{ readonly client: DynamoDBClient; readonly table: string }>) => void,
): void {
	describeEmulated(name, () => {
		let aws: EmulatedAws;
		let tables = 0;
		beforeAll(async () => {
			aws = await startEmulatedAws();
		}, 90_000);
		afterAll(() => aws.stop());

		tests(async () => {
			const [client, table] = [new DynamoDBClient(aws.client), `table-${++tables}`];
			await createTable(client, table);
			return { client, table };
		});
	});
}
