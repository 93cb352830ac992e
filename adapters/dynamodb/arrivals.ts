import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { getItem } from "./get-item.ts";
import { arrivalsKey, keyOf } from "./items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [arrivalsKey] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [arrivalsKey] },
];

/** A change that a sweep found and no event had reported. */
export interface MissedChange {
	/** ARN of the subject. */
	readonly subject: string;
	/** When the sweep found it, ISO 8601 with milliseconds. */
	readonly at: string;
}

/** What is known of the events of each kind (events/), in the ledger's table. All functions throw TryLaterError. */
export interface Arrivals {
	/** Records that an event of a kind has arrived. Of events that follow each other closely, some may be left out. */
	arrived(kind: string, at: string): Promise<void>;
	/**
	 * Records a change that an event of the kind should have reported, unless there is an earlier one since which no event has arrived.
	 * `aliveFrom`: an event that arrived after this time may be the one that was missing.
	 */
	missed(kind: string, change: MissedChange, aliveFrom: string): Promise<void>;
	/** The first change since which no event of the kind has arrived; null if there is none. */
	unreported(kind: string): Promise<MissedChange | null>;
}

export function createArrivals(client: DynamoDBClient, table: string): Arrivals {
	const update = (kind: string, change: object) => {
		const command = new UpdateItemCommand({ TableName: table, Key: keyOf(arrivalsKey, kind), ...change });
		return callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
	};
	return {
		async arrived(kind, at) {
			await update(kind, {
				UpdateExpression: "SET arrivedAt = :at",
				ExpressionAttributeValues: { ":at": { S: at } },
			});
		},
		async missed(kind, { subject, at }, aliveFrom) {
			await isWritten(
				update(kind, {
					UpdateExpression: "SET missedAt = :at, missedSubject = :subject, aliveFrom = :from",
					ConditionExpression: "attribute_not_exists(missedAt) OR arrivedAt >= aliveFrom",
					ExpressionAttributeValues: { ":at": { S: at }, ":subject": { S: subject }, ":from": { S: aliveFrom } },
				}),
			);
		},
		async unreported(kind) {
			const item = await getItem(client, table, arrivalsKey, kind);
			const [at, subject, from] = [item?.["missedAt"]?.S, item?.["missedSubject"]?.S, item?.["aliveFrom"]?.S];
			if (at === undefined || subject === undefined || from === undefined) return null;
			return (item?.["arrivedAt"]?.S ?? "") >= from ? null : { subject, at };
		},
	};
}
