import {
	ConditionalCheckFailedException,
	type DynamoDBClient,
	UpdateItemCommand,
	type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { type Clock, systemClock } from "../clients/pace.ts";
import { keyOf, turnsKey } from "./items.ts";

export const permissions: readonly Permission[] = [{ action: "dynamodb:UpdateItem", on: "ledger", keys: [turnsKey] }];

/** A line of turns that all instances of all functions share. */
interface Line {
	/** Its sort key in the table. */
	readonly name: string;
	/** Turns a second. */
	readonly perSecond: number;
	/** How many turns in advance may be taken at once in an idle line. */
	readonly burst: number;
	/** How many instances use it at most, each of which takes its share if the table cannot be used. */
	readonly maxInstances: number;
}

/** Further ahead than all instances together can reserve: what another clock or a mistake has left. */
const furthestMs = 30_000;
const maxConflicts = 10;

/**
 * A function that waits until its next turn in a line. Unused turns are lost. All that wait reserve their turns together, half a second of
 * the line by one write, so that the instances take turns. If the line cannot be used, this instance is slower by itself: the pace is out
 * of consideration for others, and no check depends on it.
 */
export function createSharedPace(
	client: DynamoDBClient,
	table: string,
	{ name, perSecond, burst, maxInstances }: Line,
	{ now, pause }: Clock = systemClock,
): () => Promise<void> {
	const intervalMs = 1_000 / perSecond;
	const maxReserved = Math.max(1, Math.floor(perSecond / 2));
	const waiting: (() => void)[] = [];
	let isServing = false;
	const reserveOrSlow = async (lengthMs: number) => {
		try {
			const first = await reserve(client, keyIn(table, name), lengthMs, now);
			return { first: first - burst * intervalMs, toleranceMs: burst * intervalMs, intervalMs };
		} catch {
			// The share of one of the instances that use the line at the same time.
			const shareMs = intervalMs * maxInstances;
			return { first: now() + shareMs, toleranceMs: 0, intervalMs: shareMs };
		}
	};
	const serve = async (): Promise<void> => {
		while (waiting.length > 0) {
			const group = waiting.splice(0, maxReserved);
			const turns = await reserveOrSlow(Math.ceil(group.length * intervalMs));
			for (const [at, done] of group.entries()) {
				const wait = turns.first + at * turns.intervalMs - now();
				if (at > 0 && wait < -turns.intervalMs - turns.toleranceMs) {
					// Others read now: turns that were missed are not made up for, as in a function that was frozen.
					waiting.unshift(...group.slice(at));
					break;
				}
				if (wait > 0) await pause(wait);
				done();
			}
		}
		isServing = false;
	};
	return () =>
		new Promise((done) => {
			waiting.push(done);
			if (isServing) return;
			isServing = true;
			void serve();
		});
}

type ItemKey = Pick<UpdateItemCommandInput, "TableName" | "Key">;

const keyIn = (table: string, name: string): ItemKey => ({ TableName: table, Key: keyOf(turnsKey, name) });

/** Reserves the next part of the line, which is `lengthMs` long, and returns when it begins; epoch milliseconds. */
async function reserve(client: DynamoDBClient, item: ItemKey, lengthMs: number, now: () => number): Promise<number> {
	for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
		const at = now();
		const behind = await update(client, item, {
			UpdateExpression: "SET lineEnd = lineEnd + :length",
			ConditionExpression: "lineEnd BETWEEN :now AND :furthest",
			ExpressionAttributeValues: numbers({ length: lengthMs, now: at, furthest: at + furthestMs }),
		});
		if (behind !== null) return behind - lengthMs;
		const alone = await update(client, item, {
			UpdateExpression: "SET lineEnd = :end",
			ConditionExpression: "attribute_not_exists(lineEnd) OR NOT lineEnd BETWEEN :now AND :furthest",
			ExpressionAttributeValues: numbers({ end: at + lengthMs, now: at, furthest: at + furthestMs }),
		});
		if (alone !== null) return at;
	}
	throw new TryLaterError("no turn to call ECS could be reserved in the ledger");
}

/** The end of the line after the update; null if its condition does not hold. */
async function update(client: DynamoDBClient, item: ItemKey, change: object): Promise<number | null> {
	const command = new UpdateItemCommand({ ...item, ReturnValues: "UPDATED_NEW", ...change });
	try {
		const { Attributes } = await callAws("dynamodb:UpdateItem", (options) => client.send(command, options), {
			isComplete: (answer) => answer.Attributes?.["lineEnd"]?.N !== undefined,
		});
		return Number(Attributes?.["lineEnd"]?.N);
	} catch (error) {
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
		return null;
	}
}

const numbers = (values: Readonly<Record<string, number>>) =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, { N: String(value) }]));
