import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import { isNamed } from "../failures.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "dynamodb:DescribeTable", on: "the ledger's table" },
];

export interface TableState {
	/** ACTIVE, UPDATING, … (API reference, TableDescription). */
	readonly status: string;
	/** ARN of the stream with the old and the new image of every change; null if there is none. */
	readonly stream: string | null;
}

/** A table; null if there is none. Throws FailedCallError. */
export async function readTable(client: DynamoDBClient, TableName: string): Promise<TableState | null> {
	const action = "dynamodb:DescribeTable";
	try {
		const { Table } = await explainFailure(
			action,
			callAws(action, (options) => client.send(new DescribeTableCommand({ TableName }), options), {
				isComplete: (answer) => answer.Table?.TableStatus !== undefined,
			}),
			["ResourceNotFoundException"],
		);
		const { StreamEnabled, StreamViewType } = Table?.StreamSpecification ?? {};
		const isStreamed = StreamEnabled === true && StreamViewType === "NEW_AND_OLD_IMAGES";
		return { status: Table?.TableStatus ?? "", stream: isStreamed ? (Table?.LatestStreamArn ?? null) : null };
	} catch (error) {
		if (isNamed(error, "ResourceNotFoundException")) return null;
		throw error;
	}
}
