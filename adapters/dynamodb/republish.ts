import { DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull, explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";
import { keyOf, sortKeys } from "./items.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "dynamodb:DeleteItem", on: "the ledger's table" },
	{ action: "dynamodb:UpdateItem", on: "the ledger's table" },
];

/**
 * Has a sink publish the whole state of a subject again: forgets what it has handled, and changes the entry's item so that the stream
 * delivers it. `now`: ISO 8601. False if the ledger has no entry. Throws FailedCallError.
 */
export async function republish(
	client: DynamoDBClient,
	table: string,
	{ arn, sink, now }: { readonly arn: string; readonly sink: string; readonly now: string },
): Promise<boolean> {
	const forget = new DeleteItemCommand({ TableName: table, Key: keyOf(arn, sortKeys.published(sink)) });
	await explainFailure(
		"dynamodb:DeleteItem",
		callAws("dynamodb:DeleteItem", (options) => client.send(forget, options)),
	);
	const touch = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(arn, sortKeys.verdicts),
		UpdateExpression: "SET republishedAt = :now",
		ConditionExpression: "attribute_exists(pk)",
		ExpressionAttributeValues: { ":now": { S: now } },
	});
	const touched = await answerOrNull(
		"dynamodb:UpdateItem",
		callAws("dynamodb:UpdateItem", (options) => client.send(touch, options)),
		["ConditionalCheckFailedException"],
	);
	return touched !== null;
}
