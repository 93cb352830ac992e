import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { BlockAction, BlockRecord } from "../../core/block-record.ts";
import type { Permission } from "../../core/permission.ts";
import type { ServiceSubject, TaskDefinitionSubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem } from "./get-item.ts";
import { itemOf, sortKeys } from "./items.ts";

/** An action on a service deployment, by its ARN. */
export interface ClaimedAction {
	readonly deployment: string;
	readonly action: BlockAction;
}

const partitionOf = (deployment: string, action: string): string => `deployment#${deployment}#${action}`;
const anyPartition = partitionOf("*", "*");

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [anyPartition] },
	{ action: "dynamodb:PutItem", on: "ledger", keys: [anyPartition] },
];

/** What is recorded when the action has been done, and with which family; with which service, if the family is unknown. */
export interface IntendedBlock {
	readonly subject: TaskDefinitionSubject | ServiceSubject;
	readonly record: BlockRecord;
}

/** How an action ended: `done` and recorded, `acted`: done, but not recorded yet; `failed`, or `unknown` because its response was lost. */
export type ActionEnd = "done" | "acted" | "failed" | "unknown";

/** What is still to be recorded of an action. */
export interface UnrecordedAction {
	readonly intended: IntendedBlock;
	/** It is known that the action was done. */
	readonly isDone: boolean;
}

/**
 * Which actions on service deployments have begun: so that two invocations do not do the same, and that what was done is recorded even if
 * the function is stopped before. Times are ISO 8601. All functions throw TryLaterError.
 */
export interface DeploymentClaims {
	/** `begun`: it is the caller's to act; `busy`: another invocation acts, or has to record that it has; `done`: one has acted, and recorded it. */
	begin(claimed: ClaimedAction, intended: IntendedBlock, at: string): Promise<"begun" | "busy" | "done">;
	end(claimed: ClaimedAction, how: ActionEnd, intended: IntendedBlock | null, at: string): Promise<void>;
	/** `busy`: another invocation acts; null unless an action has begun whose end is not recorded. */
	unrecorded(claimed: ClaimedAction, at: string): Promise<UnrecordedAction | "busy" | null>;
}

const unrecorded: readonly unknown[] = ["begun", "acted", "unknown"];

/** Longer than the function's timeout. */
const leaseMs = 90_000;
/** As long as SQS keeps a message that may be delivered again. */
const keptSeconds = 5 * 86_400;

export function createDeploymentClaims(client: DynamoDBClient, table: string): DeploymentClaims {
	const put = async (
		claimed: ClaimedAction,
		state: string,
		intended: IntendedBlock | null,
		at: string,
		condition = {},
	) => {
		const content = { state, intended, at, expiresAt: Math.floor(Date.parse(at) / 1_000) + keptSeconds };
		const Item = itemOf(partitionOf(claimed.deployment, claimed.action), sortKeys.claim, content);
		await callAws("dynamodb:PutItem", (options) =>
			client.send(new PutItemCommand({ TableName: table, Item, ...condition }), options),
		);
	};
	const staleAt = (at: string): string => new Date(Date.parse(at) - leaseMs).toISOString();
	return {
		async begin(claimed, intended, at) {
			try {
				await put(claimed, "begun", intended, at, {
					ConditionExpression:
						"attribute_not_exists(pk) OR #state IN (:failed, :unknown) OR (#state = :begun AND #at < :stale)",
					ExpressionAttributeNames: { "#state": "state", "#at": "at" },
					ExpressionAttributeValues: {
						":failed": { S: "failed" },
						":unknown": { S: "unknown" },
						":begun": { S: "begun" },
						":stale": { S: staleAt(at) },
					},
					ReturnValuesOnConditionCheckFailure: "ALL_OLD",
				});
				return "begun";
			} catch (error) {
				if (!(error instanceof ConditionalCheckFailedException)) throw error;
				return error.Item?.["state"]?.S === "done" ? "done" : "busy";
			}
		},
		end: (claimed, how, intended, at) => put(claimed, how, intended, at),
		async unrecorded(claimed, at) {
			const item = await getItem(client, table, partitionOf(claimed.deployment, claimed.action), sortKeys.claim);
			if (item === undefined) return null;
			const { state, intended, at: since } = unmarshall(item);
			if (state === "begun" && typeof since === "string" && since > staleAt(at)) return "busy";
			if (!unrecorded.includes(state) || !intended) return null;
			return { intended: intended as IntendedBlock, isDone: state === "acted" };
		},
	};
}
