import { describe } from "@jest/globals";
import { HeldInMemory } from "../support/held-changes.ts";
import { heldChangesContract } from "./held-changes.ts";

describe("held changes in memory", () => {
	heldChangesContract(async (entries) => new HeldInMemory(new Map(entries.map((entry) => [entry.arn, entry]))));
});
