import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { ownSink, type Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { keyOf, sinkKey, sortKeys } from "./items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [sinkKey(ownSink)] },
];

/** When a call is claimed, and how long that may take; milliseconds. */
export interface ClaimTime {
	readonly now: number;
	readonly withinMs: number;
}

/** A sink's next call that reads findings. */
export const claimRead = (client: DynamoDBClient, table: string, sink: string, intervalMs: number, time: ClaimTime) =>
	claim(client, table, sink, { line: sortKeys.nextRead, intervalMs }, time);

/** A sink's next message to a destination. */
export const claimPost = (
	client: DynamoDBClient,
	table: string,
	sink: string,
	{ destination, intervalMs }: { readonly destination: string; readonly intervalMs: number },
	time: ClaimTime,
) => claim(client, table, sink, { line: sortKeys.nextPost(destination), intervalMs }, time);

/**
 * Claims a sink's next call of a kind, among all its invocations: one runs for each shard of the stream, and two for a queue. Times are
 * epoch milliseconds. Returns null if the call may be made now, otherwise the time when the next one may be claimed, `intervalMs` after
 * the last one. Throws TryLaterError, at the latest after `withinMs`.
 */
async function claim(
	client: DynamoDBClient,
	table: string,
	sink: string,
	{ line, intervalMs }: { readonly line: string; readonly intervalMs: number },
	{ now, withinMs }: ClaimTime,
): Promise<number | null> {
	const command = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(sinkKey(sink), line),
		UpdateExpression: "SET nextAt = :next",
		ConditionExpression: "attribute_not_exists(nextAt) OR nextAt <= :now",
		ExpressionAttributeValues: { ":now": { N: String(now) }, ":next": { N: String(now + intervalMs) } },
		ReturnValuesOnConditionCheckFailure: "ALL_OLD",
	});
	try {
		await callAws("dynamodb:UpdateItem", (options) => client.send(command, options), { deadlineMs: withinMs });
		return null;
	} catch (error) {
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
		// Another instance's clock may be ahead, but no claim is further away than an interval.
		const next = Number(error.Item?.["nextAt"]?.N ?? now + intervalMs);
		return Math.min(next, now + intervalMs);
	}
}
