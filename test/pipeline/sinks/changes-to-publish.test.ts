import { describe, expect, test } from "@jest/globals";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { changesAfterMissedState, changesToPublish } from "../../../pipeline/sinks/changes-to-publish.ts";
import { anEntry, laterBy } from "../../support/entries.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const failing = aRecordedVerdict();
const passing = aRecordedVerdict({ status: "pass", firstFailed: null });
const fixed = aRecordedVerdict({ status: "pass" });
const before = anEntry({ controls: { failing, passing, fixed }, about: { revision: "7" } });

const published = (after: Partial<LedgerEntry>, missed = false, from: LedgerEntry | null = before) => {
	const entry = laterBy(1, from ?? before, after);
	return changesToPublish({ before: from, entry, publishedAt: null }, missed).map(
		({ kind, control }) => `${kind} ${control}`,
	);
};

describe("a new state publishes", () => {
	test.each<[string, Partial<LedgerEntry>, string[]]>([
		["nothing if nothing changed", {}, []],
		["what changed", { controls: { failing: fixed, passing: failing, fixed } }, ["closed failing", "opened passing"]],
		["an open finding if its revision changed", { about: { revision: "8" } }, ["changed failing"]],
		[
			"the outcome of a block, in the findings that caused it",
			{ blocks: [aBlock({ because: ["failing", "passing"] })] },
			["changed failing"],
		],
		[
			"nothing if only what concerns notifications changed",
			{ about: { revision: "7", awaitsIndexUntil: "2026-11-22T12:00:00.000Z" } },
			[],
		],
		[
			"nothing about a pending scan",
			{ about: { revision: "8" }, controls: { failing: { ...failing, pending: true } } },
			[],
		],
	])("%s", (_, after, changes) => {
		expect(published(after)).toEqual(changes);
	});

	test("the complete state if the previous one was missed: open findings and those that were once open", () => {
		expect(published({}, true)).toEqual(["changed failing", "closed fixed"]);
	});

	const gone = { state: "gone", controls: {}, remembered: { failing: "x", fixed: "x" } } as const;

	test("every finding that exists if the subject is gone, also those that passed before", () => {
		expect(published(gone)).toEqual(["closed failing", "closed fixed"]);
	});

	test("every finding that ever existed if the subject is gone and the previous state was missed", () => {
		expect(published(gone, true, anEntry(gone))).toEqual(["closed failing", "closed fixed"]);
	});

	test("also the findings of controls that were switched off before the subject was gone", () => {
		const off = { "switched-off": "x" };
		const remembered = { ...gone.remembered, ...off };
		expect(published({ ...gone, remembered }, false, { ...before, remembered: off })).toEqual([
			"closed failing",
			"closed fixed",
			"closed switched-off",
		]);
	});

	test("nothing if the subject was gone before", () => {
		expect(published(gone, false, anEntry(gone))).toEqual([]);
	});

	test("only failures of a new subject", () => {
		expect(published({}, false, null)).toEqual(["opened failing"]);
	});

	test.each<[RecordedVerdict["status"], string[]]>([
		["unknown", ["changed failing"]],
		["waived", ["changed failing"]],
		["pass", []],
		["not-applicable", []],
	])("an unchanged verdict with the status %s if the tags changed", (status, changes) => {
		const from = anEntry({ controls: { failing: aRecordedVerdict({ status }) } });
		expect(published({ about: { tags: "1" } }, false, from)).toEqual(changes);
	});
});

test("a state was missed if it was neither published before nor is part of the batch", () => {
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
