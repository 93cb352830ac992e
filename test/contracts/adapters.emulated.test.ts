import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe } from "@jest/globals";
import { ledgerOn } from "../../adapters/dynamodb/ledger.ts";
import { deadLettersOn } from "../../adapters/sqs/dead-letters.ts";
import { describeEmulated } from "../support/emulated.ts";
import { createQueue } from "../support/emulated-queue.ts";
import { createTable, expireItems } from "../support/emulated-table.ts";
import { type EmulatedAws, startEmulatedAws } from "../support/moto.ts";
import { deadLetterContract } from "./dead-letters.ts";
import { ledgerContract } from "./ledger.ts";

describeEmulated("on the emulated AWS", () => {
	let aws: EmulatedAws;
	let names = 0;
	beforeAll(async () => {
		aws = await startEmulatedAws();
	}, 90_000);
	afterAll(() => aws.stop());

	const newTable = async () => {
		const [client, table] = [new DynamoDBClient(aws.client), `table-${++names}`];
		await createTable(client, table);
		return { client, table, expire: (at: number) => expireItems(client, table, at) };
	};

	describe("the ledger in DynamoDB", () => {
		ledgerContract(async () => {
			const { client, table, expire } = await newTable();
			return { ledger: ledgerOn(client, table), expire };
		});
	});

	describe("dead letters in SQS", () => {
		deadLetterContract(async (now) => {
			const { client, table, expire } = await newTable();
			const { client: sqs, url, received, setDown } = await createQueue(aws, `letters-${++names}`);
			return { letters: deadLettersOn(sqs, url, client, table, now), received, setDown, expire };
		});
	});
});
