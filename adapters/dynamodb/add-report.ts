import { type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { itemOf, sortKeys, sweepKey } from "./items.ts";

export const permissions: readonly Permission[] = [{ action: "dynamodb:PutItem", on: "ledger", keys: [sweepKey] }];

/** A report for Slack's sink, by its sort key; of several with the same one the first counts. */
export interface NewReport {
	readonly sk: string;
	readonly content: object;
	/** ISO 8601 with milliseconds. */
	readonly at: string;
	/** Seconds for which it is kept. */
	readonly kept: number;
}

/** Throws TryLaterError. */
export async function addReport(
	client: DynamoDBClient,
	table: string,
	{ sk, content, at, kept }: NewReport,
): Promise<void> {
	const expiresAt = Math.floor(Date.parse(at) / 1_000) + kept;
	const Item = itemOf(sweepKey, sk, { ...content, at, expiresAt });
	const command = new PutItemCommand({ TableName: table, Item, ConditionExpression: "attribute_not_exists(pk)" });
	await isWritten(callAws("dynamodb:PutItem", (options) => client.send(command, options)));
}

/** Longer than an outage. */
const wakeKeptSeconds = 2 * 86_400;

/** Has the sink run again, for the changes that it holds. `at`: ISO 8601 with milliseconds. Throws TryLaterError. */
export const addWake = (client: DynamoDBClient, table: string, at: string): Promise<void> =>
	addReport(client, table, { sk: sortKeys.wakeReport(at), content: { kind: "wake" }, at, kept: wakeKeptSeconds });
