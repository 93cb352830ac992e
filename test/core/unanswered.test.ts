import { expect, test } from "@jest/globals";
import { type Check, entryAfter } from "../../core/ledger.ts";
import type { Status } from "../../core/verdict.ts";
import { aFamily, anEntryOf, aRecordedVerdict, aVerdict } from "../support/verdicts.ts";

const control = "task-definition/image-vulnerabilities";
const about = { revision: "8" };

/** The recorded verdict after a check of revision 8 that found `found`, for which AWS did not answer. */
function after(found: Status, before: Status, check: Partial<Check> = {}) {
	const recorded = aRecordedVerdict({ status: before, message: `it was ${before}` });
	const entry = entryAfter(anEntryOf({ about, controls: { [control]: recorded } }), {
		subject: aFamily(),
		readAt: "2026-11-22T09:00:00.000Z",
		rules: "rules-1",
		verdicts: [aVerdict({ control, status: found, message: `it is ${found}` })],
		blocks: [],
		about,
		unanswered: [control],
		...check,
	});
	return entry.controls[control];
}

test.each(["pass", "fail", "waived"] as const)("%s stays when AWS does not answer for a moment", (before) => {
	expect(after("unknown", before)).toMatchObject({ status: before, message: `it was ${before}` });
});

test.each<[string, Partial<Check>]>([
	["AWS answered", { unanswered: [] }],
	["AWS did not answer for another control only", { unanswered: ["task-definition/tmpfs-supported"] }],
	["it was about another revision", { about: { revision: "9" } }],
	["it was about another revision of a service", { about: { runs: "web:9" } }],
	["it was given by other rules", { rules: "rules-2" }],
])("a pass becomes unknown if %s", (_, check) => {
	expect(after("unknown", "pass", check)).toMatchObject({ status: "unknown", message: "it is unknown" });
});

test("what was found replaces the verdict, even if other facts are missing", () => {
	expect(after("fail", "pass")).toMatchObject({ status: "fail", message: "it is fail" });
});
