import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readTable } from "../../adapters/dynamodb/read-table.ts";
import type { Installation } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand } from "../shell-command.ts";
import { missing } from "./missing.ts";

/** Whether the ledger's table can be written and has its stream. Also returns the ARN of the stream. */
export async function checkLedger(
	client: DynamoDBClient,
	installation: Installation,
): Promise<{ readonly answer: Answer; readonly stream: string | null }> {
	const { ledgerTable, region } = installation;
	const table = await readTable(client, ledgerTable);
	if (table === null) return { answer: missing(`table ${ledgerTable}`, installation), stream: null };
	const { status, stream } = table;
	// A table is written while it is updated (DynamoDB developer guide, "Updating a table").
	if (!["ACTIVE", "UPDATING"].includes(status)) {
		const wait = awsCommand(region, "dynamodb", "wait", "table-exists", "--table-name", ledgerTable);
		return { answer: problem(`table ${ledgerTable} is ${status}`, wait), stream };
	}
	if (stream === null) return { answer: missing(`the stream of table ${ledgerTable}`, installation), stream };
	return { answer: ok("active, with its stream"), stream };
}
