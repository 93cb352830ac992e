import { DeleteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { keyOf } from "./items.ts";
import { queryItems } from "./query-items.ts";
import { waitingPrefix } from "./refresh-requests.ts";
import { usedImagesKey } from "./used-images.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:DeleteItem", on: "ledger", keys: [usedImagesKey] },
	{ action: "dynamodb:Query", on: "ledger", keys: [usedImagesKey] },
];

const deletedAtOnce = 10;

/** ARNs of the repositories that wait for the images in use to be refreshed. Throws TryLaterError. */
export async function listWaiting(client: DynamoDBClient, table: string): Promise<readonly string[]> {
	const items = await queryItems(client, table, usedImagesKey, waitingPrefix);
	return items.flatMap(({ arn }) => arn?.S ?? []);
}

/** These repositories no longer wait. Throws TryLaterError. */
export async function removeWaiting(client: DynamoDBClient, table: string, arns: readonly string[]): Promise<void> {
	await mapConcurrently(deletedAtOnce, arns, async (arn) => {
		const command = new DeleteItemCommand({ TableName: table, Key: keyOf(usedImagesKey, `${waitingPrefix}${arn}`) });
		await callAws("dynamodb:DeleteItem", (options) => client.send(command, options));
	});
}
