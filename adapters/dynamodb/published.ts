import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { getItem } from "./get-item.ts";
import { anySubject, keyOf, sortKeys } from "./items.ts";

/** Of a reader that also posts reports, `unconfirmed.ts` has the keys of those. */
export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [anySubject] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [anySubject] },
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

/** What a sink could not deliver of a subject: when its dead letter was stored (ISO 8601), by a hash of the content. */
export type Rejections = Readonly<Record<string, string>>;

/** What is recorded of rejections, until the sink has handled a state completely. Both functions throw TryLaterError. */
export interface RejectionRecords {
	rejections(arn: string, sink: string): Promise<Rejections>;
	/** Replaces them. `expiresAt` is that of the entry, in epoch seconds. */
	recordRejections(arn: string, sink: string, rejections: Rejections, expiresAt?: number): Promise<void>;
}

export async function readRejections(
	client: DynamoDBClient,
	table: string,
	arn: string,
	sink: string,
): Promise<Rejections> {
	const item = await getItem(client, table, arn, sortKeys.published(sink));
	return (item?.["rejections"] === undefined ? {} : unmarshall(item)["rejections"]) as Rejections;
}

export async function recordRejections(
	client: DynamoDBClient,
	table: string,
	arn: string,
	sink: string,
	rejections: Rejections,
	expiresAt?: number,
): Promise<void> {
	const command = new UpdateItemCommand({
		TableName: table,
		Key: keyOf(arn, sortKeys.published(sink)),
		UpdateExpression: `SET rejections = :rejections${expiresAt === undefined ? " REMOVE expiresAt" : ", expiresAt = :expiresAt"}`,
		ExpressionAttributeValues: {
			":rejections": { M: marshall(rejections) },
			...(expiresAt === undefined ? {} : { ":expiresAt": { N: String(expiresAt) } }),
		},
	});
	await callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
}

/** Records that a sink has handled the entry of `readAt` completely; never moves back. Throws TryLaterError. */
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
		UpdateExpression:
			expiresAt === undefined
				? "SET readAt = :readAt REMOVE rejections, expiresAt"
				: "SET readAt = :readAt, expiresAt = :expiresAt REMOVE rejections",
		ConditionExpression: "attribute_not_exists(readAt) OR readAt < :readAt",
		ExpressionAttributeValues: {
			":readAt": { S: readAt },
			...(expiresAt === undefined ? {} : { ":expiresAt": { N: String(expiresAt) } }),
		},
	});
	// Not if a later entry has already been confirmed.
	await isWritten(callAws("dynamodb:UpdateItem", (options) => client.send(command, options)));
}
