import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem } from "./get-item.ts";
import { keyOf, sortKeys } from "./items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger" },
	{ action: "dynamodb:UpdateItem", on: "ledger" },
];

/**
 * `readAt` of the last entry of a subject that a sink (the name of a stream reader) has handled; null when it has handled
 * none. Throws TryLaterError.
 */
export async function publishedAt(
	client: DynamoDBClient,
	table: string,
	arn: string,
	sink: string,
): Promise<string | null> {
	const item = await getItem(client, table, arn, sortKeys.published(sink));
	return item?.["readAt"]?.S ?? null;
}

/** Records that a sink has handled the entry of `readAt`; never moves back. Throws TryLaterError. */
export async function confirm(
	client: DynamoDBClient,
	table: string,
	arn: string,
	sink: string,
	readAt: string,
	expiresAt?: number,
): Promise<void> {
	const command = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(arn, sortKeys.published(sink)),
		UpdateExpression: `SET readAt = :readAt${expiresAt === undefined ? " REMOVE expiresAt" : ", expiresAt = :expiresAt"}`,
		ConditionExpression: "attribute_not_exists(readAt) OR readAt < :readAt",
		ExpressionAttributeValues: {
			":readAt": { S: readAt },
			...(expiresAt === undefined ? {} : { ":expiresAt": { N: String(expiresAt) } }),
		},
	});
	try {
		await callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
	} catch (error) {
		// A later entry has already been confirmed.
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
	}
}
