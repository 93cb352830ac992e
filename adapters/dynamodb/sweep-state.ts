import {
	DeleteItemCommand,
	type DynamoDBClient,
	PutItemCommand,
	QueryCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { getItem } from "./get-item.ts";
import { type Item, itemOf, keyOf, sortKeys, sweepKey } from "./items.ts";

const taskPartition = (startedAt: string): string => `${sweepKey}#${startedAt}`;
const anyTasks = taskPartition("*");

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:DeleteItem", on: "ledger", keys: [sweepKey, anyTasks] },
	{ action: "dynamodb:GetItem", on: "ledger", keys: [sweepKey, anyTasks] },
	{ action: "dynamodb:PutItem", on: "ledger", keys: [sweepKey, anyTasks] },
	{ action: "dynamodb:Query", on: "ledger", keys: [sweepKey, anyTasks] },
	{ action: "dynamodb:UpdateItem", on: "ledger", keys: [sweepKey, anyTasks] },
];

/** `lists`: AWS is listed; `entries`: what no list contained is checked; `summary`: the verdicts are counted. */
export type SweepPhase = "lists" | "entries" | "summary";

/** A sweep that has not finished. Times are ISO 8601 with milliseconds. */
export interface RunningSweep {
	/** Identifies the sweep. */
	readonly startedAt: string;
	/** Fingerprint of the rules with which it started. */
	readonly rules: string;
	/** No sweep has looked at everything before it: none had finished, or the few before had each abandoned a message. */
	readonly isFirst: boolean;
	/** How many first sweeps have finished before this first one; absent if none. */
	readonly repetition?: number;
	/** It also reads what Security Hub holds from an earlier installation, which no sweep has read completely yet. */
	readonly readsFindings?: true;
	readonly phase: SweepPhase;
	/** Number of messages that failed until they were abandoned. */
	readonly failed: number;
	/** The sweep before it looked at everything, with the same rules: what is new is a change since then. */
	readonly isComparable?: true;
	/** When the first of the sweeps started that did not finish before it; absent if there were none. */
	readonly waitingSince?: string;
}

/** A sweep that has finished, with what it found. */
export interface FinishedSweep extends Pick<RunningSweep, "startedAt" | "rules" | "failed" | "isFirst" | "repetition"> {
	readonly finishedAt: string;
	readonly summary: object;
}

/** A message of a sweep that is not done. */
export interface SweepTask {
	/** A hash of the body. */
	readonly id: string;
	readonly body: string;
}

/** What is known of sweeps, in the ledger's table. All functions throw TryLaterError. */
export interface SweepState {
	current(): Promise<RunningSweep | null>;
	last(): Promise<FinishedSweep | null>;
	/** Makes a sweep the current one. `replaces`: `startedAt` of the current one; null for none. False if that has changed. */
	start(sweep: RunningSweep, replaces: string | null): Promise<boolean>;
	/** Moves the current sweep to its next phase; does nothing if it is not the current one or in another phase. */
	advance(startedAt: string, from: SweepPhase, to: SweepPhase): Promise<void>;
	/** Counts a message that was abandoned. */
	countFailure(startedAt: string): Promise<void>;
	/** Ends the current sweep. `isReported`: what it found goes through the stream once. */
	finish(sweep: FinishedSweep, isReported: boolean): Promise<void>;
	addTasks(startedAt: string, tasks: readonly SweepTask[]): Promise<void>;
	hasTask(startedAt: string, id: string): Promise<boolean>;
	removeTask(startedAt: string, id: string): Promise<void>;
	/** Up to `limit` bodies of the messages that are not done. */
	tasks(startedAt: string, limit: number): Promise<readonly string[]>;
}

const writesAtOnce = 10;
/** A message that is not done by then is of a sweep that was abandoned. */
const keptSeconds = 2 * 86_400;

export function createSweepState(client: DynamoDBClient, table: string): SweepState {
	const put = async (Item: Item, condition: object = {}): Promise<void> => {
		const command = new PutItemCommand({ TableName: table, Item, ...condition });
		await callAws("dynamodb:PutItem", (options) => client.send(command, options));
	};
	const remove = async (Key: Item, condition: object = {}): Promise<void> => {
		const command = new DeleteItemCommand({ TableName: table, Key, ...condition });
		await callAws("dynamodb:DeleteItem", (options) => client.send(command, options));
	};
	const updateCurrent = (change: object): Promise<boolean> => {
		const command = new UpdateItemCommand({
			TableName: table,
			Key: keyOf(sweepKey, sortKeys.currentSweep),
			...change,
		});
		return isWritten(callAws("dynamodb:UpdateItem", (options) => client.send(command, options)));
	};
	return {
		current: async () => contentOf<RunningSweep>(await getItem(client, table, sweepKey, sortKeys.currentSweep)),
		last: async () => contentOf<FinishedSweep>(await getItem(client, table, sweepKey, sortKeys.lastSweep)),
		start: (sweep, replaces) =>
			isWritten(
				put(
					itemOf(sweepKey, sortKeys.currentSweep, sweep),
					replaces === null ? { ConditionExpression: "attribute_not_exists(pk)" } : isOf(replaces),
				),
			),
		async advance(startedAt, from, to) {
			await updateCurrent({
				UpdateExpression: "SET phase = :to",
				ConditionExpression: "startedAt = :startedAt AND phase = :from",
				ExpressionAttributeValues: { ":startedAt": { S: startedAt }, ":from": { S: from }, ":to": { S: to } },
			});
		},
		async countFailure(startedAt) {
			await updateCurrent({
				UpdateExpression: "SET failed = failed + :one",
				ConditionExpression: "startedAt = :startedAt",
				ExpressionAttributeValues: { ":startedAt": { S: startedAt }, ":one": { N: "1" } },
			});
		},
		async finish(sweep, isReported) {
			// A repetition writes the same, except for the time when it finished, and the report's item is not a change then.
			const { startedAt, summary, failed } = sweep;
			if (isReported) {
				const report = { startedAt, summary, failed, ...expiryOf(startedAt) };
				await put(itemOf(sweepKey, sortKeys.sweepReport(startedAt), report));
			}
			const notOlder = {
				ConditionExpression: "attribute_not_exists(pk) OR startedAt <= :startedAt",
				ExpressionAttributeValues: { ":startedAt": { S: startedAt } },
			};
			await isWritten(put(itemOf(sweepKey, sortKeys.lastSweep, sweep), notOlder));
			await isWritten(remove(keyOf(sweepKey, sortKeys.currentSweep), isOf(startedAt)));
		},
		async addTasks(startedAt, tasks) {
			await mapConcurrently(writesAtOnce, tasks, ({ id, body }) =>
				put(itemOf(taskPartition(startedAt), id, { body, ...expiryOf(startedAt) })),
			);
		},
		hasTask: async (startedAt, id) => (await getItem(client, table, taskPartition(startedAt), id)) !== undefined,
		removeTask: (startedAt, id) => remove(keyOf(taskPartition(startedAt), id)),
		async tasks(startedAt, limit) {
			const command = new QueryCommand({
				TableName: table,
				ConsistentRead: true,
				KeyConditionExpression: "pk = :pk",
				ExpressionAttributeValues: { ":pk": { S: taskPartition(startedAt) } },
				Limit: limit,
			});
			const { Items = [] } = await callAws("dynamodb:Query", (options) => client.send(command, options), {
				isComplete: (answer) => Array.isArray(answer.Items),
			});
			return Items.flatMap(({ body }) => body?.S ?? []);
		},
	};
}

const isOf = (startedAt: string) => ({
	ConditionExpression: "startedAt = :current",
	ExpressionAttributeValues: { ":current": { S: startedAt } },
});

const expiryOf = (startedAt: string) => ({ expiresAt: Math.floor(Date.parse(startedAt) / 1_000) + keptSeconds });

/** What `itemOf` was given; null without an item. Only this file writes these items. */
function contentOf<Content>(item: Item | undefined): Content | null {
	if (item === undefined) return null;
	const { pk, sk, ...content } = unmarshall(item);
	return content as Content;
}
