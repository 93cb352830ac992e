import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import type { Waiver } from "../../../core/policy.ts";
import { type SummaryBase, summaryCounter } from "../../../domain/notifications/summary.ts";
import { anEntry, repositorySubject } from "../../support/entries.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const at = "2026-11-29T08:00:00.000Z";
const before = "2026-11-28T08:00:00.000Z";

const summaryOf = (
	entries: readonly LedgerEntry[],
	last: SummaryBase | null = null,
	waivers: readonly Waiver[] = [],
) => {
	const counter = summaryCounter(last, (text) => text);
	for (const entry of entries) counter.add([entry]);
	return counter.result(at, true, waivers);
};

const repository = (name: string, verdict: Partial<RecordedVerdict>, more: Partial<LedgerEntry> = {}) =>
	anEntry({ subject: repositorySubject(name), controls: { scan: aRecordedVerdict(verdict) }, ...more });

const idOf = (name: string): string => `${anEntry({ subject: repositorySubject(name) }).arn} scan`;
const base = (...names: readonly string[]): SummaryBase => ({ at: before, open: names.map(idOf) });

describe("a summary", () => {
	test("counts the failures by severity and by team, the worst team first", () => {
		const { summary } = summaryOf([
			repository("a", { severity: "HIGH" }, { destination: { channel: "#payments" } }),
			repository("b", { severity: "HIGH" }, { destination: { channel: "#payments" } }),
			repository("c", { severity: "CRITICAL" }, { destination: { webhook: "shop" } }),
			repository("d", { severity: "LOW" }),
			repository("e", { status: "pass" }, { destination: { channel: "#quiet" } }),
			repository("f", { status: "unknown" }),
			repository("g", { status: "waived" }),
			{ ...repository("h", {}), state: "gone" },
		]);
		expect(summary).toMatchObject({
			subjects: 7,
			failures: { CRITICAL: 1, HIGH: 2, MEDIUM: 0, LOW: 1, INFORMATIONAL: 0 },
			unknown: 1,
			waived: 1,
		});
		expect(summary.teams.map(({ team, failures }) => [team, failures.CRITICAL, failures.HIGH, failures.LOW])).toEqual([
			["shop", 1, 0, 0],
			["#payments", 0, 2, 0],
			[null, 0, 0, 1],
		]);
	});

	test.each([
		["a failure that was not there before is new", "a", [], { status: "fail" }, [1, 0, 0]],
		["a failure that was there before is neither", "a", ["a"], { status: "fail" }, [0, 0, 0]],
		["a failure that passes now is fixed", "a", ["a"], { status: "pass" }, [0, 1, 0]],
		["a failure that is waived now has ended", "a", ["a"], { status: "waived" }, [0, 0, 1]],
		["a failure of a subject that is gone has ended", "a", ["a", "b"], { status: "fail" }, [0, 0, 1]],
		["a pass after an unknown verdict is not fixed", "a", [], { status: "pass" }, [0, 0, 0]],
		[
			"a failure that cannot be judged any more has not ended",
			"a",
			["a"],
			{ status: "unknown", lastFailure: { severity: "HIGH", containers: [] } },
			[0, 0, 0],
		],
	] as const)("%s", (_, name, open, verdict, [opened, fixed, ended]) => {
		const { changes } = summaryOf([repository(name, verdict)], base(...open)).summary;
		expect(changes).toEqual({ since: before, opened, fixed, ended });
	});

	test("does not say what changed without a complete one before it, or if it is not complete itself", () => {
		const entry = repository("a", {});
		expect(summaryOf([entry]).summary.changes).toBeNull();
		expect(summaryOf([entry], { at: before, open: null }).summary.changes).toBeNull();
		const counter = summaryCounter(base("a"), (text) => text);
		counter.add([entry]);
		const { summary, base: next } = counter.result(at, false, []);
		expect(summary).toMatchObject({ changes: null, isComplete: false });
		expect(next).toEqual({ at, open: null });
	});

	test("names the ten failures that are open the longest, the worst of the same age first", () => {
		const days = [...Array(12).keys()].map((day) =>
			repository(`r${day}`, { since: `2026-10-${30 - day}T00:00:00.000Z` }),
		);
		const worse = repository("worse", { severity: "CRITICAL", since: "2026-10-19T00:00:00.000Z" });
		const { oldest } = summaryOf([...days, worse]).summary;
		expect(oldest).toHaveLength(10);
		expect(oldest.slice(0, 3).map(({ name }) => name)).toEqual([
			"repository/worse",
			"repository/r11",
			"repository/r10",
		]);
		expect(oldest[0]).toMatchObject({ control: "scan", severity: "CRITICAL", since: "2026-10-19T00:00:00.000Z" });
	});

	test("names the waivers that end within 14 days, but none that has ended", () => {
		const waiver = (expires: string): Waiver => ({
			...{ control: "scan", resource: expires, reason: "r", owner: "o", expires },
		});
		const waivers = ["2026-12-14", "2026-12-13", "2026-11-28", "2026-11-29", "2027-01-01"].map(waiver);
		const { summary } = summaryOf([], null, waivers);
		expect(summary.waivers.map(({ expires }) => expires)).toEqual(["2026-11-29", "2026-12-13"]);
	});
});

const anyEntries = fc.uniqueArray(
	fc.record({
		name: fc.constantFrom(..."abcdefgh"),
		state: fc.constantFrom("present" as const, "gone" as const),
		status: fc.constantFrom("fail", "pass", "waived", "not-applicable" as const),
	}),
	{ selector: ({ name }) => name },
);

test("what was open, with what is new and without what ended, is what is open, in any order of the entries", () => {
	fc.assert(
		fc.property(anyEntries, anyEntries, (then, now) => {
			const entriesOf = (some: typeof then) =>
				some.map(({ name, state, status }) =>
					repository(name, { status }, state === "gone" ? { state, controls: {} } : {}),
				);
			const first = summaryOf(entriesOf(then));
			const second = summaryOf(entriesOf(now), first.base);
			const total = ({ failures }: typeof first.summary) => Object.values(failures).reduce((sum, one) => sum + one, 0);
			const { opened = 0, fixed = 0, ended = 0 } = second.summary.changes ?? {};
			expect(total(first.summary) + opened - fixed - ended).toBe(total(second.summary));
			expect([opened, fixed, ended].every((number) => number >= 0)).toBe(true);
			expect(summaryOf(entriesOf(now).reverse(), first.base)).toEqual(second);
		}),
	);
});
