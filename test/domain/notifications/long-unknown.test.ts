import { describe, expect, test } from "@jest/globals";
import { entryAfter, type LedgerEntry } from "../../../core/ledger.ts";
import type { Severity, Verdict } from "../../../core/verdict.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { aBlock, aFamily, aVerdict } from "../../support/verdicts.ts";

const unknown = { status: "unknown", message: "access denied" } as const;
const byDesign = { ...unknown, message: "its registry is not read here", isByDesign: true } as const;

/** What one reading finds, on each container. */
const readings: Readonly<Record<string, readonly Partial<Verdict>[]>> = {
	pass: [{ status: "pass" }],
	fail: [{}],
	unknown: [unknown],
	reworded: [{ ...unknown, message: "time-out" }],
	low: [{ ...unknown, severity: "LOW" }],
	awaited: [{ ...unknown, pending: true }],
	elsewhere: [byDesign],
	explained: [{ ...unknown, explainedBy: "image/scanned" }],
	"elsewhere+awaited": [byDesign, { ...unknown, pending: true, container: "app" }],
	"elsewhere+unknown": [byDesign, { ...unknown, container: "app" }],
};

/** The states of a family with one control, as `HOUR READING, HOUR READING`. */
function statesOf(history: string): readonly LedgerEntry[] {
	let before: LedgerEntry | null = null;
	return history.split(", ").map((one) => {
		const [hour, reading = ""] = one.split(" ");
		const readAt = new Date(Date.UTC(2026, 10, 20) + Number(hour) * 3_600_000).toISOString();
		const verdicts = (readings[reading] ?? []).map((verdict) => aVerdict(verdict));
		before = entryAfter(before, { subject: aFamily(), readAt, rules: "r1", verdicts, blocks: [], about: {} });
		return before;
	});
}

/** What is reported of each state, given the one before it; `-` for nothing. */
function heardOf(states: readonly LedgerEntry[], unknownAfter = 24, minimumSeverity: Severity = "LOW"): string {
	const heard = states.map((entry, at) => {
		const changes = changesBetween(states[at - 1] ?? null, entry);
		const notification = notificationOf(changes, { minimumSeverity, unknownAfter });
		return notification?.changes.map(({ kind }) => kind).join("+") ?? "-";
	});
	return heard.join(" ");
}

/** The same of some of the states, by their position. */
const heardOfSome = (states: readonly LedgerEntry[], ...seen: readonly number[]): string =>
	heardOf(seen.flatMap((at) => states[at] ?? []));

describe("an unknown verdict is reported once, by the first check at which it has lasted for unknownAfter hours", () => {
	test.each<[string, string, string]>([
		["not before", "0 pass, 1 unknown, 24.9 unknown", "- - -"],
		["at just that time", "0 pass, 1 unknown, 25 unknown, 26 unknown", "- - unknown -"],
		["at the next check after it", "0 unknown, 23 unknown, 47 unknown, 71 unknown", "- - unknown -"],
		["in other words as well", "0 unknown, 30 reworded, 31 unknown", "- unknown -"],
		["again after a pass", "0 unknown, 30 unknown, 31 pass, 32 unknown, 60 unknown", "- unknown - - unknown"],
		["counted anew after a failure", "0 unknown, 20 fail, 30 unknown, 53 unknown, 54 unknown", "- failing - - unknown"],
		[
			"also of a failure, which stays open",
			"0 fail, 1 unknown, 25 unknown, 26 fail, 27 pass",
			"failing - unknown - closed",
		],
		["not while a first result is awaited", "0 awaited, 30 awaited", "- -"],
		["counted from the wait on", "0 awaited, 1 unknown, 24 unknown", "- - unknown"],
		["also while another result is awaited", "0 unknown, 25 awaited, 26 unknown", "- unknown -"],
	])("%s", (_, history, kinds) => {
		expect(heardOf(statesOf(history))).toBe(kinds);
	});

	test.each([
		["0 pass, 1 unknown, 2 unknown", "- unknown -"],
		["0 awaited, 1 unknown, 2 awaited, 3 unknown", "- unknown - -"],
	])("with 0 hours it is reported at once, after a wait when that is over: %s", (history, kinds) => {
		expect(heardOf(statesOf(history), 0)).toBe(kinds);
	});

	test("not below the minimum severity, and when it rises to that", () => {
		expect(heardOf(statesOf("0 low, 25 low, 26 unknown, 27 unknown"), 24, "HIGH")).toBe("- - unknown -");
	});

	test("also if it is the first state that is seen, and if states before it are missing", () => {
		const states = statesOf("0 pass, 1 unknown, 30 unknown, 50 unknown, 51 unknown");
		expect(heardOfSome(states, 3, 4)).toBe("unknown -");
		expect(heardOfSome(states, 1, 3, 4)).toBe("- unknown -");
		expect(heardOfSome(states, 0, 4)).toBe("- unknown");
	});

	test("again if it has become unknown anew meanwhile, also if the pass between is not seen", () => {
		const states = statesOf("0 unknown, 30 unknown, 31 pass, 32 unknown, 60 unknown");
		expect(heardOfSome(states, 0, 1, 4)).toBe("- unknown unknown");
	});

	test("why a deployment was stopped is reported with the block, however short it has been unknown", () => {
		const [before] = statesOf("0 pass") as [LedgerEntry];
		const check = { subject: aFamily(), readAt: "2026-11-20T01:00:00.000Z", rules: "r1", about: { revision: "8" } };
		const entry = entryAfter(before, { ...check, verdicts: [aVerdict(unknown)], blocks: [aBlock()] });
		expect(heardOf([before, entry])).toBe("- blocking");
	});
});

describe("what nobody here can resolve is never reported", () => {
	test.each([24, 0])(
		"however long it lasts, also while another container's result is awaited, after %d hours",
		(after) => {
			const history = "0 elsewhere, 100 elsewhere, 101 elsewhere+awaited, 102 elsewhere, 200 elsewhere";
			expect(heardOf(statesOf(history), after)).toBe("- - - - -");
		},
	);

	test("but another container that is unknown is, counted from then on", () => {
		const history = "0 elsewhere, 100 elsewhere+unknown, 123 elsewhere+unknown, 124 elsewhere+unknown, 125 elsewhere";
		expect(heardOf(statesOf(history))).toBe("- - - unknown -");
	});

	test("the ledger records it, and since when", () => {
		const states = statesOf("0 elsewhere, 1 elsewhere+unknown, 2 elsewhere");
		const [first, both, again] = states.flatMap(({ controls }) => Object.values(controls));
		expect(first).toMatchObject({ status: "unknown", isByDesign: true, since: "2026-11-20T00:00:00.000Z" });
		expect(both).toMatchObject({ status: "unknown", since: "2026-11-20T01:00:00.000Z" });
		expect(both).not.toHaveProperty("isByDesign");
		expect(again).toMatchObject({ isByDesign: true, since: "2026-11-20T02:00:00.000Z" });
	});
});

describe("a failure of which a state is missing", () => {
	test("is reported even if it is unknown by then, and its end only after that", () => {
		const states = statesOf("0 pass, 1 fail, 2 unknown, 3 pass");
		expect(heardOfSome(states, 0, 2, 3)).toBe("- failing closed");
		expect(heardOfSome(states, 0, 3)).toBe("- -");
	});

	test("is reported as ended if it has ended before the verdict became unknown", () => {
		expect(heardOfSome(statesOf("0 fail, 1 pass, 2 unknown, 3 pass"), 0, 2, 3)).toBe("failing closed -");
	});
});
