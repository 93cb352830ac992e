import { describe, expect, test } from "@jest/globals";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { changesAfterMissedState, changesToPublish } from "../../../pipeline/sinks/changes-to-publish.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const failing = aRecordedVerdict();
const passing = aRecordedVerdict({ status: "pass", firstFailed: null });
const mended = aRecordedVerdict({ status: "pass" });
const before = anEntry({ controls: { failing, passing, mended }, about: { revision: "7" } });

const published = (after: Partial<LedgerEntry>, missed = false, from: LedgerEntry | null = before) => {
	const entry = laterBy(1, from ?? before, after);
	return changesToPublish({ before: from, entry, publishedAt: null }, missed).map(
		({ kind, control }) => `${kind} ${control}`,
	);
};

describe("Security Hub hears", () => {
	test.each<[string, Partial<LedgerEntry>, string[]]>([
		["nothing when nothing changed", {}, []],
		["what changed", { controls: { failing: mended, passing: failing, mended } }, ["closed failing", "opened passing"]],
		["that an open finding is about another revision now", { about: { revision: "8" } }, ["changed failing"]],
		[
			"what became of a block, in the findings that caused it",
			{ blocks: [aBlock({ because: ["failing", "passing"] })] },
			["changed failing"],
		],
		[
			"nothing of a scan on its way",
			{ about: { revision: "8" }, controls: { failing: { ...failing, pending: true } } },
			[],
		],
	])("%s", (_, after, changes) => {
		expect(published(after)).toEqual(changes);
	});

	test("the whole state when the one before never arrived: what is open, and what was open once", () => {
		expect(published({}, true)).toEqual(["changed failing", "closed mended"]);
	});

	test("of a new subject only what is not as it should be", () => {
		expect(published({}, false, null)).toEqual(["opened failing"]);
	});

	test.each<[RecordedVerdict["status"], string[]]>([
		["unknown", ["changed failing"]],
		["waived", ["changed failing"]],
		["pass", []],
		["not-applicable", []],
	])("of an unchanged %s when the tags moved", (status, changes) => {
		const from = anEntry({ controls: { failing: aRecordedVerdict({ status }) } });
		expect(published({ about: { tags: "1" } }, false, from)).toEqual(changes);
	});
});

test("a state was missed when what came before it was neither published nor comes with the same batch", () => {
	const [one, two, three] = [before, laterBy(1, before), laterBy(2, before)];
	const batch = [
		{ before: one, entry: two, publishedAt: null },
		{ before: two, entry: three, publishedAt: null },
	];
	expect([...changesAfterMissedState(batch)]).toEqual([batch[0]]);
	const whole = [
		{ before: one, entry: two, publishedAt: one.readAt },
		{ before: null, entry: one, publishedAt: null },
	];
	expect([...changesAfterMissedState(whole)]).toEqual([]);
});
