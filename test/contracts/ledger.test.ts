import { describe } from "@jest/globals";
import { LedgerInMemory } from "../support/ledger.ts";
import { ledgerContract } from "./ledger.ts";

describe("the ledger in memory", () => {
	ledgerContract(async () => {
		const ledger = new LedgerInMemory();
		return { ledger, expire: (at) => ledger.expire(at) };
	});
});
