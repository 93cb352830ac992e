import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe } from "@jest/globals";
import { createHeldChanges } from "../../adapters/dynamodb/held-changes.ts";
import { createLedger } from "../../adapters/dynamodb/ledger.ts";
import { createReports } from "../../adapters/dynamodb/reports.ts";
import { describeEmulated } from "../support/emulated.ts";
import { createTable } from "../support/emulated-table.ts";
import { type EmulatedAws, startEmulatedAws } from "../support/moto.ts";
import { heldChangesContract } from "./held-changes.ts";
import { reportsContract } from "./reports.ts";

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
		return { client, table };
	};

	describe("held changes in DynamoDB", () => {
		heldChangesContract(async (entries) => {
			const { client, table } = await newTable();
			for (const entry of entries) await createLedger(client, table).write(entry, null);
			return createHeldChanges(client, table, "slack");
		});
	});

	describe("reports in DynamoDB", () => {
		reportsContract(async () => {
			const { client, table } = await newTable();
			return createReports(client, table);
		});
	});
});
