import { type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isWritten } from "./conditional-write.ts";
import { getItem } from "./get-item.ts";
import { itemOf } from "./items.ts";
import { usedImagesKey } from "./used-images.ts";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [usedImagesKey] },
	{ action: "dynamodb:PutItem", on: "ledger", keys: [usedImagesKey] },
];

/** A repository whose verdict depends on an old snapshot, or on none. */
export interface WaitingRepository {
	readonly arn: string;
	/** When it began to wait, or was added again; ISO 8601 with milliseconds. */
	readonly since: string;
}

export interface RefreshFailure {
	readonly reason: string;
	/** The repositories that wait are checked again for it. */
	readonly isReported: boolean;
}

/**
 * `request`: the right to request a refresh of the images in use for a repository; `deployment`: for a deployment; `refresh`: the
 * right to do it.
 */
export type Claim = "request" | "deployment" | "refresh";

/** Requests to refresh the images in use, in the ledger's table. Times are ISO 8601 with milliseconds. All functions throw TryLaterError. */
export interface RefreshRequests {
	/** True for one caller; false for all others until the time `until`. */
	claim(what: Claim, at: string, until: string): Promise<boolean>;
	/** Sets the time until which `claim` is false: what was claimed is done, or the claim ends. */
	claimUntil(what: Claim, until: string): Promise<void>;
	/** Whether what is claimed at a time is done. If not, it may never be: its function may have been stopped. */
	isDone(what: Claim, at: string): Promise<boolean>;
	/** Remembers that the verdict of a repository, by its ARN, depends on an old snapshot. */
	addWaiting(arn: string, at: string): Promise<void>;
	/** Why the last refresh failed that could not be expected to succeed soon; null if none did. */
	failure(): Promise<RefreshFailure | null>;
	recordFailure(failure: RefreshFailure): Promise<void>;
}

export const waitingPrefix = "waiting#";
const failureKey = "failure";
/** Longer than a dead letter is kept, so that a request which is redriven checks those that have waited for it. */
const waitingSeconds = 15 * 86_400;

export function createRefreshRequests(client: DynamoDBClient, table: string): RefreshRequests {
	const put = async (sk: string, content: object, condition: object = {}): Promise<void> => {
		const command = new PutItemCommand({ TableName: table, Item: itemOf(usedImagesKey, sk, content), ...condition });
		await callAws("dynamodb:PutItem", (options) => client.send(command, options));
	};
	return {
		async claim(what, at, until) {
			const condition = {
				ConditionExpression: "attribute_not_exists(pk) OR claimedUntil <= :at",
				ExpressionAttributeValues: { ":at": { S: at } },
			};
			return isWritten(put(what, { claimedUntil: until }, condition));
		},
		claimUntil: (what, until) => put(what, { claimedUntil: until, isDone: true }),
		async isDone(what, at) {
			const { isDone, claimedUntil } = (await getItem(client, table, usedImagesKey, what)) ?? {};
			return isDone?.BOOL === true && (claimedUntil?.S ?? "") > at;
		},
		addWaiting: (arn, at) =>
			put(`${waitingPrefix}${arn}`, { arn, since: at, expiresAt: Math.floor(Date.parse(at) / 1_000) + waitingSeconds }),
		async failure() {
			const { reason, isReported } = (await getItem(client, table, usedImagesKey, failureKey)) ?? {};
			return reason?.S === undefined ? null : { reason: reason.S, isReported: isReported?.BOOL === true };
		},
		recordFailure: (failure) => put(failureKey, failure),
	};
}
