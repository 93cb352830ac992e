import { expect, test } from "@jest/globals";
import control from "../../../controls/repository/required-tags.ts";
import type { ResourceTags } from "../../../core/facts.ts";
import type { Reading } from "../../../core/reading.ts";
import { aRepository } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const settings = { enabled: true, keys: ["team", "stage"] };

test.each<[string, Reading<ResourceTags>, string]>([
	[
		"every tag",
		{ value: { team: "checkout", stage: "prod", other: "x" } },
		"pass LOW payments: it has every required tag (team, stage)",
	],
	["one of two", { value: { team: "checkout" } }, "fail LOW payments: it has no tag with the key stage"],
	["no tags", { value: {} }, "fail LOW payments: it has no tag with the key team, stage"],
	[
		"unread tags",
		{ unread: "it was denied" },
		"unknown LOW payments: its tags could not be read because it was denied",
	],
])("gives the right verdict for: %s", (_, tags, expected) => {
	expect(verdictLines(control, aRepository({ tags }), settings)).toEqual([expected]);
});

test("is disabled by default, and not applicable without keys", () => {
	expect(verdictLines(control, aRepository())).toEqual([]);
	expect(verdictLines(control, aRepository(), { enabled: true })).toEqual([
		"not-applicable LOW the policy lists no tag keys",
	]);
});

test("passes for a key whose value is unknown, and is unknown for another one", () => {
	const facts = aRepository({ tags: { unread: "Ref Team", keys: ["team"] } });
	expect(verdictLines(control, facts, { enabled: true, keys: ["team"] })).toEqual([
		"pass LOW payments: it has every required tag (team)",
	]);
	expect(verdictLines(control, facts, { enabled: true, keys: ["team", "stage"] })).toEqual([
		"unknown LOW payments: its tags could not be read because Ref Team",
	]);
});
