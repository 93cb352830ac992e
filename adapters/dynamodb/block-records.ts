import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Permission } from "../../core/permission.ts";
import type { BlockCandidate, BlockIntent } from "../../domain/blocks/intent.ts";
import { callAws } from "../clients/call-aws.ts";
import { anySubject, intentIn, itemOf, keyOf, sortKeys } from "./items.ts";

/** For the function that blocks revisions only. */
export const permissions: readonly Permission[] = [
	{ action: "dynamodb:PutItem", on: "ledger", keys: [anySubject] },
	{ action: "dynamodb:DeleteItem", on: "ledger", keys: [anySubject] },
];

/** What is remembered of blocks besides a family's entry. All functions throw TryLaterError. */
export interface BlockRecords {
	/** Records an intent; returns the earlier intent for the same revision, if there is one. */
	recordIntent(arn: string, intent: BlockIntent): Promise<BlockIntent | null>;
	clearIntent(arn: string, revision: number): Promise<void>;
	/** Records that a registered revision waits for a scan; forgotten after its `until`. */
	recordCandidate(arn: string, candidate: BlockCandidate): Promise<void>;
	clearCandidate(arn: string, revision: number): Promise<void>;
}

export function createBlockRecords(client: DynamoDBClient, table: string): BlockRecords {
	const remove = async (arn: string, sk: string): Promise<void> => {
		const command = new DeleteItemCommand({ TableName: table, Key: keyOf(arn, sk) });
		await callAws("dynamodb:DeleteItem", (options) => client.send(command, options));
	};
	return {
		async recordIntent(arn, intent) {
			const Item = itemOf(arn, sortKeys.intent(intent.revision), intent);
			const command = new PutItemCommand({ TableName: table, Item, ReturnValues: "ALL_OLD" });
			const { Attributes } = await callAws("dynamodb:PutItem", (options) => client.send(command, options));
			return intentIn(Attributes);
		},
		clearIntent: (arn, revision) => remove(arn, sortKeys.intent(revision)),
		async recordCandidate(arn, candidate) {
			const expiresAt = Math.floor(Date.parse(candidate.until) / 1000);
			const Item = itemOf(arn, sortKeys.candidate(candidate.revision), { ...candidate, expiresAt });
			const command = new PutItemCommand({ TableName: table, Item });
			await callAws("dynamodb:PutItem", (options) => client.send(command, options));
		},
		clearCandidate: (arn, revision) => remove(arn, sortKeys.candidate(revision)),
	};
}
