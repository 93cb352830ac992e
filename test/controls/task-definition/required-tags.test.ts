import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/required-tags.ts";
import type { ResourceTags } from "../../../core/facts.ts";
import type { Reading } from "../../../core/reading.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const settings = { enabled: true, keys: ["team", "stage"] };

test.each<[string, Reading<ResourceTags>, string]>([
	[
		"every tag",
		{ value: { team: "checkout", stage: "prod", other: "x" } },
		"pass LOW web: it has every required tag (team, stage)",
	],
	["one of two", { value: { team: "checkout" } }, "fail LOW web: it has no tag with the key stage"],
	["no tags", { value: {} }, "fail LOW web: it has no tag with the key team, stage"],
	["unread tags", { unread: "it was denied" }, "unknown LOW web: its tags could not be read because it was denied"],
])("gives the right verdict for: %s", (_, tags, expected) => {
	expect(verdictLines(control, aTaskDefinition({ tags }), settings)).toEqual([expected]);
});

test("is disabled by default, and not applicable without keys", () => {
	expect(verdictLines(control, aTaskDefinition())).toEqual([]);
	expect(verdictLines(control, aTaskDefinition(), { enabled: true })).toEqual([
		"not-applicable LOW the policy lists no tag keys",
	]);
});

test("does not apply to a Compose service", () => {
	expect(verdictLines(control, aTaskDefinition({ engine: "docker" }), settings)).toEqual([
		"not-applicable LOW only ECS has tags of task definitions",
	]);
});
