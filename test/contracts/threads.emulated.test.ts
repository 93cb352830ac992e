import { readThreads, writeShown, writeThread } from "../../adapters/dynamodb/threads.ts";
import { describeWithTables } from "../support/emulated-table.ts";
import { threadContract } from "./threads.ts";

describeWithTables("threads in DynamoDB", (newTable) => {
	threadContract(async () => {
		const { client, table } = await newTable();
		return {
			readThreads: (arn) => readThreads(client, table, arn),
			writeShown: (...of) => writeShown(client, table, ...of, new Date().toISOString()),
			writeThread: (...of) => writeThread(client, table, ...of, new Date().toISOString()),
		};
	});
});
