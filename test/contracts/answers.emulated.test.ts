import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll } from "@jest/globals";
import { createAnswers } from "../../adapters/dynamodb/answers.ts";
import { describeEmulated } from "../support/emulated.ts";
import { createTable } from "../support/emulated-table.ts";
import { type EmulatedAws, startEmulatedAws } from "../support/moto.ts";
import { answersContract } from "./answers.ts";

describeEmulated("answers in DynamoDB, on the emulated AWS", () => {
	let aws: EmulatedAws;
	let tables = 0;
	beforeAll(async () => {
		aws = await startEmulatedAws();
	}, 90_000);
	afterAll(() => aws.stop());

	answersContract(async () => {
		const [client, table] = [new DynamoDBClient(aws.client), `answers-${++tables}`];
		await createTable(client, table);
		return createAnswers(client, table);
	});
});
