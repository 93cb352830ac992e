import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Permission } from "../../core/permission.ts";
import type { Thread } from "../../domain/notifications/thread.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem } from "./get-item.ts";
import { anySubject, keyOf, sortKeys } from "./items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [anySubject] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [anySubject] },
];

const keptSeconds = 90 * 86_400;

/**
 * The thread about a subject (its ARN) in a channel, as the policy names the channel; null if there is none, or none that this
 * version understands. Throws TryLaterError.
 */
export async function readThread(
	client: DynamoDBClient,
	table: string,
	arn: string,
	channel: string,
): Promise<Thread | null> {
	const item = await getItem(client, table, arn, sortKeys.thread(channel));
	if (item === undefined) return null;
	const { channelId, ts, readAt, reported, isResolved, said } = unmarshall(item) as Partial<Thread>;
	const isThread =
		[channelId, ts, readAt, said].every((text) => typeof text === "string" && text !== "") &&
		Array.isArray(reported) &&
		typeof isResolved === "boolean";
	return isThread ? ({ channelId, ts, readAt, reported, isResolved, said } as Thread) : null;
}

/**
 * Records a thread after its last message, which was posted at `postedAt` (ISO 8601). Does nothing if one about a later entry is
 * recorded. It is kept for 90 days. Throws TryLaterError.
 */
export async function writeThread(
	client: DynamoDBClient,
	table: string,
	arn: string,
	channel: string,
	{ channelId, ts, readAt, reported, isResolved, said }: Thread,
	postedAt: string,
): Promise<void> {
	const expiresAt = Math.ceil(Date.parse(postedAt) / 1_000) + keptSeconds;
	const values = { channelId, ts, readAt, reported, isResolved, said, expiresAt };
	const command = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(arn, sortKeys.thread(channel)),
		UpdateExpression: `SET ${Object.keys(values)
			.map((name) => `${name} = :${name}`)
			.join(", ")}`,
		ConditionExpression: "attribute_not_exists(readAt) OR readAt <= :readAt",
		ExpressionAttributeValues: marshall(
			Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
		),
	});
	try {
		await callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
	} catch (error) {
		// One about a later entry is recorded.
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
	}
}
