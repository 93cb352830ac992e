import { describe } from "@jest/globals";
import { createHeldChanges } from "../../adapters/dynamodb/held-changes.ts";
import { createLedger } from "../../adapters/dynamodb/ledger.ts";
import { createReports } from "../../adapters/dynamodb/reports.ts";
import { describeWithTables } from "../support/emulated-table.ts";
import { heldChangesContract } from "./held-changes.ts";
import { reportsContract } from "./reports.ts";

describeWithTables("on the emulated AWS", (newTable) => {
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
