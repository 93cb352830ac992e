import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { BlockRecord } from "../../core/block-record.ts";
import type { Permission } from "../../core/permission.ts";
import type { TaskDefinitionSubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem } from "./get-item.ts";
import { itemOf, sortKeys } from "./items.ts";

const partitionOf = (deployment: string): string => `deployment#${deployment}`;

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [partitionOf("*")] },
	{ action: "dynamodb:PutItem", on: "ledger", keys: [partitionOf("*")] },
];

/** What is recorded, and with which family, when the action has been done. */
export interface IntendedBlock {
	readonly family: TaskDefinitionSubject;
	readonly record: BlockRecord;
}

/**
 * How an action ended: `done` and recorded, `failed`, or `unknown` because its response was lost.
 */
export type ActionEnd = "done" | "failed" | "unknown";

/**
 * Which actions on service deployments, by their ARNs, have begun: so that two invocations do not act on the same one, and that what was
 * done is recorded even if the function is stopped before. Times are ISO 8601. All functions throw TryLaterError.
 */
export interface DeploymentClaims {
	/** `begun`: it is the caller's to act; `busy`: another invocation acts; `done`: one has acted, and recorded it. */
	begin(deployment: string, intended: IntendedBlock | null, at: string): Promise<"begun" | "busy" | "done">;
	end(deployment: string, how: ActionEnd, intended: IntendedBlock | null, at: string): Promise<void>;
	/** `busy`: another invocation acts; null unless an action has begun whose end is not recorded. */
	unrecorded(deployment: string, at: string): Promise<IntendedBlock | "busy" | null>;
}

/** Longer than the function's timeout. */
const leaseMs = 90_000;
/** As long as SQS keeps a message that may be delivered again. */
const keptSeconds = 5 * 86_400;

export function createDeploymentClaims(client: DynamoDBClient, table: string): DeploymentClaims {
	const put = async (deployment: string, state: string, intended: IntendedBlock | null, at: string, condition = {}) => {
		const content = { state, intended, at, expiresAt: Math.floor(Date.parse(at) / 1_000) + keptSeconds };
		const Item = itemOf(partitionOf(deployment), sortKeys.claim, content);
		await callAws("dynamodb:PutItem", (options) =>
			client.send(new PutItemCommand({ TableName: table, Item, ...condition }), options),
		);
	};
	const staleAt = (at: string): string => new Date(Date.parse(at) - leaseMs).toISOString();
	return {
		async begin(deployment, intended, at) {
			try {
				await put(deployment, "begun", intended, at, {
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
		end: (deployment, how, intended, at) => put(deployment, how, intended, at),
		async unrecorded(deployment, at) {
			const item = await getItem(client, table, partitionOf(deployment), sortKeys.claim);
			if (item === undefined) return null;
			const { state, intended, at: since } = unmarshall(item);
			if (state === "begun" && typeof since === "string" && since > staleAt(at)) return "busy";
			return state === "begun" || state === "unknown" ? ((intended as IntendedBlock | null | undefined) ?? null) : null;
		},
	};
}
