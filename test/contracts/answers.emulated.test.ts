import { createAnswers } from "../../adapters/dynamodb/answers.ts";
import { describeWithTables } from "../support/emulated-table.ts";
import { answersContract } from "./answers.ts";

describeWithTables("answers in DynamoDB, on the emulated AWS", (newTable) => {
	answersContract(async () => {
		const { client, table } = await newTable();
		return createAnswers(client, table);
	});
});
