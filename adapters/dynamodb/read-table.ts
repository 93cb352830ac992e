import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
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
	const answer = callAws(action, (options) => client.send(new DescribeTableCommand({ TableName }), options), {
		isComplete: ({ Table }) => Table?.TableStatus !== undefined,
	});
	const found = await answerOrNull(action, answer, ["ResourceNotFoundException"]);
	if (found === null) return null;
	const { Table } = found;
	const { StreamEnabled, StreamViewType } = Table?.StreamSpecification ?? {};
	const isStreamed = StreamEnabled === true && StreamViewType === "NEW_AND_OLD_IMAGES";
	return { status: Table?.TableStatus ?? "", stream: isStreamed ? (Table?.LatestStreamArn ?? null) : null };
}
