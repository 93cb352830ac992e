import { DeleteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { keyOf } from "./items.ts";
import { queryItems } from "./query-items.ts";
import { type WaitingRepository, waitingPrefix } from "./refresh-requests.ts";
import { usedImagesKey } from "./used-images.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:DeleteItem", on: "ledger", keys: [usedImagesKey] },
	{ action: "dynamodb:Query", on: "ledger", keys: [usedImagesKey] },
];

const deletedAtOnce = 10;

/** The repositories that wait for the images in use to be refreshed. Throws TryLaterError. */
export async function listWaiting(client: DynamoDBClient, table: string): Promise<readonly WaitingRepository[]> {
	const items = await queryItems(client, table, usedImagesKey, waitingPrefix);
	return items.flatMap(({ arn, since }) => (arn?.S === undefined ? [] : { arn: arn.S, since: since?.S ?? "" }));
}

/** These repositories no longer wait, except for those that were added again since they were listed. Throws TryLaterError. */
export async function removeWaiting(
	client: DynamoDBClient,
	table: string,
	waiting: readonly WaitingRepository[],
): Promise<void> {
	await mapConcurrently(deletedAtOnce, waiting, async ({ arn, since }) => {
		const command = new DeleteItemCommand({
			TableName: table,
			Key: keyOf(usedImagesKey, `${waitingPrefix}${arn}`),
			ConditionExpression: "since = :since",
			ExpressionAttributeValues: { ":since": { S: since } },
		});
		await isWritten(callAws("dynamodb:DeleteItem", (options) => client.send(command, options)));
	});
}
