import {
	ConditionalCheckFailedException,
	DeleteItemCommand,
	type DynamoDBClient,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { ownSink, type Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { readEntry } from "./get-item.ts";
import { anySubject, entryIn, entryItemOf, type Item, keyOf, sinkKey, sortKeys } from "./items.ts";
import { queryPage } from "./query-items.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:DeleteItem", on: "ledger", keys: [sinkKey(ownSink)] },
	{ action: "dynamodb:GetItem", on: "ledger", keys: [anySubject] },
	{ action: "dynamodb:Query", on: "ledger", keys: [sinkKey(ownSink)] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [sinkKey(ownSink)] },
];

/** What a sink has not sent of a subject. */
export interface HeldChange {
	readonly arn: string;
	/** The state before the first change that is held; null if there was none. */
	readonly before: LedgerEntry | null;
}

/**
 * Subjects that a sink has to do something about later, one item for each: what it holds during the quiet hours, or first messages that
 * do not show the present. All functions throw TryLaterError.
 */
export interface HeldChanges {
	/** Holds a change. `before`: counts if nothing of the subject is held yet; `readAt`: of the state after it. */
	hold(arn: string, before: LedgerEntry | null, readAt: string): Promise<void>;
	/** What is held of a subject begins at this state from now on, because a message told it; does nothing if nothing is held, or from a later one. */
	beginAt(arn: string, before: LedgerEntry): Promise<void>;
	/**
	 * What is held of a subject, for the function that sends it; null for nothing. Until it is released or a time (epoch milliseconds), a
	 * claim of another function throws.
	 */
	claim(arn: string, time: { readonly now: number; readonly until: number }): Promise<HeldChange | null>;
	/** Ends a claim of which nothing has come. */
	unclaim(arn: string): Promise<void>;
	/** Up to `limit` of all that is held. */
	list(limit: number): Promise<readonly HeldChange[]>;
	/** Nothing of a subject is held any more, unless a state later than `readAt` is. Ends the claim. */
	release(arn: string, readAt: string): Promise<void>;
	/** A subject's entry in the ledger, which may be later than what the stream has delivered; null if there is none. */
	current(arn: string): Promise<LedgerEntry | null>;
}

/** `sortKey`: of what is held, by the subject's ARN. */
export function createHeldChanges(
	client: DynamoDBClient,
	table: string,
	sink: string,
	sortKey: (arn: string) => string = sortKeys.held,
): HeldChanges {
	const pk = sinkKey(sink);
	const unclaim = async (arn: string): Promise<void> => {
		const command = new UpdateItemCommand({
			TableName: table,
			Key: keyOf(pk, sortKey(arn)),
			UpdateExpression: "REMOVE claimedUntil",
			ConditionExpression: "attribute_exists(pk)",
		});
		await isWritten(callAws("dynamodb:UpdateItem", (options) => client.send(command, options)));
	};
	return {
		async hold(arn, before, readAt) {
			const command = new UpdateItemCommand({
				TableName: table,
				Key: keyOf(pk, sortKey(arn)),
				UpdateExpression: "SET arn = :arn, #before = if_not_exists(#before, :before), readAt = :readAt",
				ExpressionAttributeNames: { "#before": "before" },
				ExpressionAttributeValues: {
					":arn": { S: arn },
					":before": before === null ? { NULL: true } : { M: entryItemOf(before) },
					":readAt": { S: readAt },
				},
			});
			await callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
		},
		async beginAt(arn, before) {
			const command = new UpdateItemCommand({
				TableName: table,
				Key: keyOf(pk, sortKey(arn)),
				UpdateExpression: "SET #before = :before",
				ConditionExpression:
					"attribute_exists(pk) AND (attribute_not_exists(#before.readAt) OR #before.readAt < :readAt)",
				ExpressionAttributeNames: { "#before": "before" },
				ExpressionAttributeValues: { ":before": { M: entryItemOf(before) }, ":readAt": { S: before.readAt } },
			});
			await isWritten(callAws("dynamodb:UpdateItem", (options) => client.send(command, options)));
		},
		async claim(arn, { now, until }) {
			const command = new UpdateItemCommand({
				TableName: table,
				Key: keyOf(pk, sortKey(arn)),
				UpdateExpression: "SET claimedUntil = :until",
				ConditionExpression: "attribute_exists(pk) AND (attribute_not_exists(claimedUntil) OR claimedUntil <= :now)",
				ExpressionAttributeValues: { ":until": { N: String(until) }, ":now": { N: String(now) } },
				ReturnValues: "ALL_NEW",
				ReturnValuesOnConditionCheckFailure: "ALL_OLD",
			});
			try {
				const { Attributes = {} } = await callAws("dynamodb:UpdateItem", (options) => client.send(command, options));
				return heldIn(Attributes);
			} catch (error) {
				if (!(error instanceof ConditionalCheckFailedException)) throw error;
				if (error.Item === undefined) return null;
				throw new TryLaterError("another function is sending what is held of the subject");
			}
		},
		unclaim,
		async list(limit) {
			const held: HeldChange[] = [];
			let after: string | null = null;
			do {
				const query = { pk, condition: "begins_with(sk, :sk)", sk: sortKey(""), after } as const;
				const page = await queryPage(client, table, { ...query, limit: limit - held.length });
				held.push(...page.items.map(heldIn));
				after = page.next;
			} while (after !== null && held.length < limit);
			return held;
		},
		async release(arn, readAt) {
			const command = new DeleteItemCommand({
				TableName: table,
				Key: keyOf(pk, sortKey(arn)),
				ConditionExpression: "attribute_not_exists(pk) OR readAt <= :readAt",
				ExpressionAttributeValues: { ":readAt": { S: readAt } },
			});
			const isReleased = await isWritten(callAws("dynamodb:DeleteItem", (options) => client.send(command, options)));
			if (!isReleased) await unclaim(arn);
		},
		current: (arn) => readEntry(client, table, arn),
	};
}

const heldIn = ({ arn, before }: Item): HeldChange => ({ arn: arn?.S ?? "", before: entryIn(before?.M) });
