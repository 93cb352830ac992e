import { expect, test } from "@jest/globals";
import type { RepositoryFacts } from "../../../../../../core/facts.ts";
import { aRepository } from "../../../../../../test/support/builders.ts";
import { verdictLines } from "../../../../../../test/support/judged.ts";
import control from "../../../controls/repository/my-control.ts";

// TODO: two that pass, two that fail, every special case, unknown, and not applicable.
test.each<[string, RepositoryFacts, string]>([
	["TODO", aRepository(), "unknown MEDIUM this control is not implemented yet"],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});
