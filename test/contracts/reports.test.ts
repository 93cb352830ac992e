import { describe } from "@jest/globals";
import { ReportsInMemory } from "../support/reports.ts";
import { reportsContract } from "./reports.ts";

describe("reports in memory", () => {
	reportsContract(async () => new ReportsInMemory());
});
