import { describe } from "@jest/globals";
import { LedgerInMemory } from "../support/ledger.ts";
import { SweepStateInMemory } from "../support/sweep-state.ts";
import { sweepStateContract } from "./sweep-state.ts";
import { sweptEntriesContract } from "./swept-entries.ts";

describe("the state of sweeps in memory", () => {
	sweepStateContract(async () => new SweepStateInMemory());
});

describe("the entries that a sweep reads, in memory", () => {
	sweptEntriesContract(async () => {
		const ledger = new LedgerInMemory();
		return { ledger, entries: ledger };
	});
});
