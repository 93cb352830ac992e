import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { ownSink, type Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { getItem } from "./get-item.ts";
import { keyOf, sinkKey, sortKeys } from "./items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [sinkKey(ownSink)] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [sinkKey(ownSink)] },
];

/** Seconds for which a time that has passed is kept. */
const keptSeconds = 86_400;

/** The time (ISO 8601) before which a sink's destination accepts nothing, for all invocations; null if there was none. Throws TryLaterError. */
export async function readNotBefore(
	client: DynamoDBClient,
	table: string,
	sink: string,
	destination: string,
): Promise<string | null> {
	const item = await getItem(client, table, sinkKey(sink), sortKeys.notBefore(destination));
	return item?.["notBefore"]?.S ?? null;
}

/** Records the time (ISO 8601 with milliseconds) before which a sink's destination accepts nothing; never moves back. Throws TryLaterError. */
export async function postponeUntil(
	client: DynamoDBClient,
	table: string,
	sink: string,
	{ destination, notBefore }: { readonly destination: string; readonly notBefore: string },
): Promise<void> {
	const expiresAt = Math.ceil(Date.parse(notBefore) / 1_000) + keptSeconds;
	const command = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(sinkKey(sink), sortKeys.notBefore(destination)),
		UpdateExpression: "SET notBefore = :notBefore, expiresAt = :expiresAt",
		ConditionExpression: "attribute_not_exists(notBefore) OR notBefore < :notBefore",
		ExpressionAttributeValues: { ":notBefore": { S: notBefore }, ":expiresAt": { N: String(expiresAt) } },
	});
	// Not if a later time has already been recorded.
	await isWritten(callAws("dynamodb:UpdateItem", (options) => client.send(command, options)));
}
