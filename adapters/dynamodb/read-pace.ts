import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { keyOf, sinkKey, sortKeys } from "./items.ts";

export const permissions: readonly Permission[] = [{ action: "dynamodb:UpdateItem", on: "ledger" }];

/**
 * Claims a sink's next call that reads findings, among all its invocations: one runs for each shard of the stream, and two for a
 * queue. Times are epoch milliseconds. Returns null if the call may be made now, otherwise the time when the next one may be
 * claimed, `intervalMs` after the last one. Throws TryLaterError, at the latest after `withinMs`.
 */
export async function claimRead(
	client: DynamoDBClient,
	table: string,
	sink: string,
	intervalMs: number,
	{ now, withinMs }: { readonly now: number; readonly withinMs: number },
): Promise<number | null> {
	const command = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(sinkKey(sink), sortKeys.nextRead),
		UpdateExpression: "SET nextRead = :next",
		ConditionExpression: "attribute_not_exists(nextRead) OR nextRead <= :now",
		ExpressionAttributeValues: { ":now": { N: String(now) }, ":next": { N: String(now + intervalMs) } },
		ReturnValuesOnConditionCheckFailure: "ALL_OLD",
	});
	try {
		await callAws("dynamodb:UpdateItem", (options) => client.send(command, options), { deadlineMs: withinMs });
		return null;
	} catch (error) {
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
		// Another instance's clock may be ahead, but no claim is further away than an interval.
		const next = Number(error.Item?.["nextRead"]?.N ?? now + intervalMs);
		return Math.min(next, now + intervalMs);
	}
}
