import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Permission } from "../../core/permission.ts";
import type { Thread } from "../../domain/notifications/thread.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { anySubject, type Item, keyOf, sortKeys } from "./items.ts";
import { queryItems } from "./query-items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:Query", on: "ledger", keys: [anySubject] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [anySubject] },
];

const keptSeconds = 90 * 86_400;

/** The threads about a subject (its ARN) in all channels, without those that this version does not understand. Throws TryLaterError. */
export async function readThreads(client: DynamoDBClient, table: string, arn: string): Promise<readonly Thread[]> {
	const items = await queryItems(client, table, arn, sortKeys.thread(""));
	return items.flatMap((item) => threadIn(item) ?? []);
}

/** An earlier version called `isEnded` `isResolved`, and did not record what the first message shows: it is changed with the next change. */
function threadIn(item: Item): Thread | null {
	const channel = (item["sk"]?.S ?? "").slice(sortKeys.thread("").length);
	const recorded = unmarshall(item) as Partial<Thread> & { readonly isResolved?: boolean };
	const {
		channelId,
		ts,
		readAt,
		reported,
		said,
		isResolved,
		isEnded = isResolved,
		shows = "",
		shownAt = "",
	} = recorded;
	const isThread =
		[channel, channelId, ts, readAt, said].every((text) => typeof text === "string" && text !== "") &&
		[shows, shownAt].every((text) => typeof text === "string") &&
		Array.isArray(reported) &&
		typeof isEnded === "boolean";
	return isThread ? ({ channel, channelId, ts, readAt, reported, isEnded, said, shows, shownAt } as Thread) : null;
}

/**
 * Records a thread after its last message, which was posted at `now` (ISO 8601). Does nothing if one about a later entry is
 * recorded. It is kept as long as something is open, and then for 90 days. Throws TryLaterError.
 */
export async function writeThread(
	client: DynamoDBClient,
	table: string,
	arn: string,
	{ channel, ...thread }: Thread,
	now: string,
): Promise<void> {
	const { channelId, ts, readAt, reported, isEnded, said, shows, shownAt } = thread;
	const values = { channelId, ts, readAt, reported, isEnded, said, shows, shownAt };
	await write(client, table, { arn, channel, values, now }, "attribute_not_exists(readAt) OR readAt <= :readAt");
}

/** What the first message of a thread shows now. */
export type Shown = Pick<Thread, "channel" | "ts" | "isEnded" | "shows" | "shownAt">;

/** Records what a first message was changed to. Does nothing if the thread has another first message by now. Throws TryLaterError. */
export async function writeShown(
	client: DynamoDBClient,
	table: string,
	arn: string,
	{ channel, ts, isEnded, shows, shownAt }: Shown,
	now: string,
): Promise<void> {
	const values = { ts, isEnded, shows, shownAt };
	await write(client, table, { arn, channel, values, now }, "ts = :ts");
}

async function write(
	client: DynamoDBClient,
	table: string,
	{
		arn,
		channel,
		values,
		now,
	}: {
		readonly arn: string;
		readonly channel: string;
		readonly values: Pick<Thread, "isEnded">;
		readonly now: string;
	},
	condition: string,
): Promise<void> {
	const expiresAt = Math.ceil(Date.parse(now) / 1_000) + keptSeconds;
	const all = Object.entries({ ...values, ...(values.isEnded ? { expiresAt } : {}) });
	const command = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(arn, sortKeys.thread(channel)),
		UpdateExpression: `SET ${all.map(([name]) => `${name} = :${name}`).join(", ")}${values.isEnded ? "" : " REMOVE expiresAt"}`,
		ConditionExpression: condition,
		ExpressionAttributeValues: marshall(Object.fromEntries(all.map(([name, value]) => [`:${name}`, value]))),
	});
	await isWritten(callAws("dynamodb:UpdateItem", (options) => client.send(command, options)));
}
