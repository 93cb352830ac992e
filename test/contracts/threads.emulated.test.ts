import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll } from "@jest/globals";
import { readThreads, writeShown, writeThread } from "../../adapters/dynamodb/threads.ts";
import { describeEmulated } from "../support/emulated.ts";
import { createTable } from "../support/emulated-table.ts";
import { type EmulatedAws, startEmulatedAws } from "../support/moto.ts";
import { threadContract } from "./threads.ts";

describeEmulated("threads in DynamoDB", () => {
	let aws: EmulatedAws;
	let names = 0;
	beforeAll(async () => {
		aws = await startEmulatedAws();
	}, 90_000);
	afterAll(() => aws.stop());

	threadContract(async () => {
		const [client, table] = [new DynamoDBClient(aws.client), `threads-${++names}`];
		await createTable(client, table);
		return {
			readThreads: (arn) => readThreads(client, table, arn),
			writeShown: (...of) => writeShown(client, table, ...of, new Date().toISOString()),
			writeThread: (...of) => writeThread(client, table, ...of, new Date().toISOString()),
		};
	});
});
