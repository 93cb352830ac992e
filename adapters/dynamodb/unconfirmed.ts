import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { LedgerEntry } from "../../core/ledger.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { getItem } from "./get-item.ts";
import { anySubject, entryIn, entryItemOf, keyOf, reportKeys, sortKeys } from "./items.ts";
import { publishedAt } from "./published.ts";

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
	/** Of what is not a subject, there is none. */
	readonly entry?: LedgerEntry;
}

/** `readAt` of the last state of a subject that was sent without an answer, once or twice, and of the last one that was sent twice. */
export interface Unconfirmed {
	readonly once: string;
	readonly twice: string | null;
	/** The state that was sent once, if it is known. */
	readonly entry?: LedgerEntry;
	/** The message of the latter is in the dead-letter queue: the first state of that message, of another subject, is confirmed after it. */
	readonly isStored?: true;
}

/** What a sink has sent of each of these subjects without an answer, by ARN. Throws TryLaterError. */
export async function readUnconfirmed(
	client: DynamoDBClient,
	table: string,
	sink: string,
	arns: readonly string[],
): Promise<ReadonlyMap<string, Unconfirmed>> {
	const found = await mapConcurrently(itemsAtOnce, arns, async (arn) => {
		const { readAt, twice, sentWith, entry } = (await getItem(client, table, arn, sortKeys.unconfirmed(sink))) ?? {};
		if (readAt?.S === undefined) return [];
		const first = sentWith?.M?.["arn"]?.S ?? arn;
		const of = { arn: first, readAt: sentWith?.M?.["readAt"]?.S ?? "" };
		const isStored = first !== arn && (await isConfirmed(client, table, sink, of));
		const known = entryIn(entry?.M);
		return [
			[
				arn,
				{
					...{ once: readAt.S, twice: twice?.S ?? null },
					...(known === null ? {} : { entry: known }),
					...(isStored ? { isStored } : {}),
				},
			] as const,
		];
	});
	return new Map(found.flat());
}

async function isConfirmed(
	client: DynamoDBClient,
	table: string,
	sink: string,
	{ arn, readAt }: SentState,
): Promise<boolean> {
	const confirmed = await publishedAt(client, table, arn, sink);
	return confirmed !== null && confirmed >= readAt;
}

/**
 * Records that a sink has sent these states in one message, for the first or second time, and got no answer. Never moves back, also if
 * several of them are of one subject. `now`: ISO 8601. Throws TryLaterError.
 */
export async function recordUnconfirmed(
	client: DynamoDBClient,
	table: string,
	sink: string,
	{ states, time, now }: { readonly states: readonly SentState[]; readonly time: 1 | 2; readonly now: string },
): Promise<void> {
	const expiresAt = Math.floor(Date.parse(now) / 1_000) + keptSeconds;
	const name = time === 2 ? "twice" : "readAt";
	const [first] = states;
	// What was held has been confirmed already, so that its confirmation does not tell whether the message is stored.
	const tells = time === 2 && first !== undefined && !(await isConfirmed(client, table, sink, first));
	const together = tells ? { ":sentWith": { M: marshall({ arn: first.arn, readAt: first.readAt }) } } : {};
	await mapConcurrently(itemsAtOnce, states, async ({ arn, readAt, entry }) => {
		const values = {
			...together,
			...(time === 1 && entry !== undefined ? { ":entry": { M: entryItemOf(entry) } } : {}),
		};
		const others = Object.keys(values).map((value) => `, ${value.slice(1)} = ${value}`);
		const command = new UpdateItemCommand({
			TableName: table,
			Key: keyOf(arn, sortKeys.unconfirmed(sink)),
			UpdateExpression: `SET ${name} = :readAt, expiresAt = :expiresAt${others.join("")}${time === 2 && !tells ? " REMOVE sentWith" : ""}`,
			ConditionExpression: `attribute_not_exists(${name}) OR ${name} < :readAt`,
			ExpressionAttributeValues: { ":readAt": { S: readAt }, ":expiresAt": { N: String(expiresAt) }, ...values },
		});
		// Not if a later state has already been recorded.
		await isWritten(callAws("dynamodb:UpdateItem", (options) => client.send(command, options)));
	});
}
