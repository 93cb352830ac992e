import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem } from "./get-item.ts";
import { anySubject, keyOf, reportKeys, sortKeys } from "./items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [anySubject, ...reportKeys] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [anySubject, ...reportKeys] },
];

const itemsAtOnce = 10;
/** The stream delivers no record for longer. */
const keptSeconds = 86_400;

/** A state of a subject, by its ARN and the time of its reading (ISO 8601). */
export interface SentState {
	readonly arn: string;
	readonly readAt: string;
}

/** `readAt` of the last state of each of these subjects that a sink has sent without an answer, by ARN. Throws TryLaterError. */
export async function readUnconfirmed(
	client: DynamoDBClient,
	table: string,
	sink: string,
	arns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const found = await mapConcurrently(itemsAtOnce, arns, async (arn) => {
		const item = await getItem(client, table, arn, sortKeys.unconfirmed(sink));
		return item?.["readAt"]?.S === undefined ? [] : [[arn, item["readAt"].S] as const];
	});
	return new Map(found.flat());
}

/** Records that a sink has sent these states and got no answer. `now`: ISO 8601. Throws TryLaterError. */
export async function recordUnconfirmed(
	client: DynamoDBClient,
	table: string,
	sink: string,
	{ states, now }: { readonly states: readonly SentState[]; readonly now: string },
): Promise<void> {
	const expiresAt = Math.floor(Date.parse(now) / 1_000) + keptSeconds;
	await mapConcurrently(itemsAtOnce, states, ({ arn, readAt }) => {
		const command = new UpdateItemCommand({
			TableName: table,
			Key: keyOf(arn, sortKeys.unconfirmed(sink)),
			UpdateExpression: "SET readAt = :readAt, expiresAt = :expiresAt",
			ExpressionAttributeValues: { ":readAt": { S: readAt }, ":expiresAt": { N: String(expiresAt) } },
		});
		return callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
	});
}
