import { expect, test } from "@jest/globals";
import type { BlockRecord } from "../../../core/block-record.ts";
import { outcomeOf } from "../../../domain/blocks/words.ts";

test.each<[BlockRecord["action"], BlockRecord["outcome"], string]>([
	["stop-deployment", "done", "was stopped, and is rolled back"],
	["stop-deployment", "failed", "could not be stopped, and goes on"],
	["stop-deployment", "gone", "was over before it was known to be stopped"],
	["stop-deployment", "not-possible", "was not stopped"],
	["set-back", "done", "was set back to the revision before"],
	["pause", "done", "was rolled back while it was paused"],
	["pause", "not-possible", "waits for a person's decision"],
	["pause", "overridden", "was not rolled back"],
	["pause", "failed", "could not be rolled back while it is paused"],
])("B01: %s, %s: what was not blocked is never called blocked", (action, outcome, sentence) => {
	expect(outcomeOf({ action, outcome })).toBe(sentence);
});

test.each(["pause", "stop-deployment", "set-back"] as const)(
	"B01: %s: what was only unread has no failed call",
	(action) => {
		expect(outcomeOf({ action, outcome: "failed", unchecked: true })).toBe("could not be checked, and goes on");
	},
);
