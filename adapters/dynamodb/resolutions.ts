import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { findingIdOf } from "../../core/finding.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem } from "./get-item.ts";
import { keyOf, sortKeys } from "./items.ts";

/** Ids of Shipshape's findings. */
const anyFinding = findingIdOf("*", "*");

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [anyFinding] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [anyFinding] },
];

const itemsAtOnce = 10;
const keptSeconds = 86_400;

/**
 * Records the time (ISO 8601) at which Security Hub was asked to resolve findings, by their ids, and keeps the time before it.
 * Throws TryLaterError.
 */
export async function recordResolutions(
	client: DynamoDBClient,
	table: string,
	ids: readonly string[],
	resolvedAt: string,
): Promise<void> {
	const expiresAt = Math.floor(Date.parse(resolvedAt) / 1_000) + keptSeconds;
	const commands = ids.map(
		(id) =>
			new UpdateItemCommand({
				TableName: table,
				Key: keyOf(id, sortKeys.resolved),
				// Every action of an update refers to the item before it.
				UpdateExpression: "SET previousAt = if_not_exists(resolvedAt, :none), resolvedAt = :at, expiresAt = :expiresAt",
				ExpressionAttributeValues: {
					":at": { S: resolvedAt },
					":none": { S: "" },
					":expiresAt": { N: String(expiresAt) },
				},
			}),
	);
	await mapConcurrently(itemsAtOnce, commands, (command) =>
		callAws("dynamodb:UpdateItem", (options) => client.send(command, options)),
	);
}

/** The ids of those findings that were to be resolved after a time (ISO 8601); twice if more than once. Throws TryLaterError. */
export async function findingsResolvedSince(
	client: DynamoDBClient,
	table: string,
	ids: readonly string[],
	since: string,
): Promise<readonly string[]> {
	const items = await mapConcurrently(itemsAtOnce, ids, async (id) => ({
		id,
		item: await getItem(client, table, id, sortKeys.resolved),
	}));
	return items.flatMap(({ id, item }) =>
		[item?.["resolvedAt"]?.S, item?.["previousAt"]?.S].flatMap((at) => ((at ?? "") > since ? id : [])),
	);
}
