import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { entryAfter, type Failure, type LedgerEntry, openFailureOf } from "../../../core/ledger.ts";
import {
	compareSeverity,
	type ReportedVulnerability,
	type Severity,
	severities,
	statuses,
	type Verdict,
} from "../../../core/verdict.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { aFamily, aVerdict } from "../../support/verdicts.ts";

const minimum: Severity = "MEDIUM";
const unknownAfter = 24;

const vulnerabilities: readonly ReportedVulnerability[] = [
	{ id: "CVE-2026-0001", severity: "HIGH", isExcess: true },
	{ id: "CVE-2026-0002", severity: "HIGH", isExcess: true },
	{ id: "CVE-2026-0003", severity: "LOW" },
];

/** One reading of a family with one control on up to two containers, some hours after the one before; `verdicts` null: the family is gone. */
const aReading = fc.record({
	hours: fc.constantFrom(1, 11, 30),
	verdicts: fc.option(
		fc.array(
			fc.record({
				status: fc.constantFrom(...statuses),
				severity: fc.constantFrom(...severities),
				message: fc.constantFrom<string>("a", "b"),
				container: fc.constantFrom("app", "log"),
				isAwaited: fc.boolean(),
				isByDesign: fc.boolean(),
				vulnerabilities: fc.subarray([...vulnerabilities]),
			}),
			{ minLength: 1, maxLength: 2 },
		),
		{ freq: 8 },
	),
});
type AReading = typeof aReading extends fc.Arbitrary<infer T> ? T : never;
type AVerdict = NonNullable<AReading["verdicts"]>[number];

const verdictOf = ({ isAwaited, isByDesign, vulnerabilities: found, ...of }: AVerdict): Verdict => {
	if (of.status === "fail") return aVerdict({ ...of, vulnerabilities: found });
	if (of.status !== "unknown") return aVerdict(of);
	return aVerdict({ ...of, pending: isAwaited, ...(isByDesign && !isAwaited ? { isByDesign } : {}) });
};

function statesOf(readings: readonly AReading[]): readonly LedgerEntry[] {
	const states: LedgerEntry[] = [];
	let at = Date.UTC(2026, 10, 21);
	for (const { hours, verdicts } of readings) {
		at += hours * 3_600_000;
		const reading = { readAt: new Date(at).toISOString(), verdicts: verdicts?.map(verdictOf) ?? null };
		const check = { subject: aFamily(), rules: "rules-1", blocks: [], about: {}, ...reading };
		states.push(entryAfter(states.at(-1) ?? null, check));
	}
	return states;
}

/** What a channel is told of the only control when its sink sees this state, having seen that one before. */
const toldOf = (before: LedgerEntry | null, entry: LedgerEntry) =>
	notificationOf(changesBetween(before, entry), { minimumSeverity: minimum, unknownAfter })?.changes ?? [];

const isHeard = ({ severity }: Pick<Failure, "severity">): boolean => compareSeverity(severity, minimum) <= 0;

/** Checks what a sink says that sees these states, in this order. */
function checkSink(seen: readonly LedgerEntry[]): void {
	/** The failure that the channel has heard of and not of its end. */
	let open: Failure | null = null;
	/** Since when what it has heard of is unknown. */
	let unknownSince: string | null = null;
	for (const [at, entry] of seen.entries()) {
		const verdict = Object.values(entry.controls)[0] ?? null;
		const failure = openFailureOf(verdict);
		for (const { kind, after } of toldOf(seen[at - 1] ?? null, entry)) {
			if (kind === "closed" || kind === "milder") expect(open).not.toBeNull();
			if (kind === "failing") expect(open).toBeNull();
			if (kind === "worse" && open !== null) expect(isWorse(failure, open)).toBe(true);
			if (kind === "failing" || kind === "worse") open = failure ?? null;
			if (kind === "closed" || kind === "milder") open = null;
			if (kind !== "unknown") continue;
			expect([verdict?.status, verdict?.isByDesign]).toEqual(["unknown", undefined]);
			expect(after?.since).not.toBe(unknownSince);
			unknownSince = after?.since ?? null;
		}
		if (verdict?.status === "waived") open = null;
		else expect(open !== null).toBe(failure !== undefined && isHeard(failure));
		if (open !== null) open = failure ?? null;
		if (verdict === null || verdict.status !== "unknown" || !isHeard(verdict)) unknownSince = null;
		else if (!verdict.pending && verdict.isByDesign !== true && hoursOf(verdict.since, entry.readAt) >= unknownAfter)
			expect(unknownSince).toBe(verdict.since);
	}
}

const hoursOf = (since: string, until: string): number => (Date.parse(until) - Date.parse(since)) / 3_600_000;

const isWorse = (now: Failure | undefined, before: Failure): boolean =>
	now !== undefined &&
	(compareSeverity(now.severity, before.severity) < 0 ||
		now.containers.some((one) => !before.containers.includes(one)) ||
		excessOf(now).some((id) => !excessOf(before).includes(id)));

const excessOf = ({ vulnerabilities: found = [] }: Failure): readonly string[] =>
	found.flatMap(({ id, isExcess }) => (isExcess ? id : []));

const readings = fc.array(aReading, { maxLength: 10 });

test("F4: what fails and what is long unknown is reported once, and nothing is closed that was not reported as failing", () => {
	fc.assert(
		fc.property(readings, (some) => checkSink(statesOf(some))),
		{ numRuns: 2_000 },
	);
});

test("the same is true if the sink misses states before the last one", () => {
	const isSeen = fc.array(fc.boolean(), { minLength: 10, maxLength: 10 });
	const seenOf = (states: readonly LedgerEntry[], seen: readonly boolean[]) =>
		states.filter((_, at) => seen[at] === true || at === states.length - 1);
	fc.assert(
		fc.property(readings, isSeen, (some, seen) => checkSink(seenOf(statesOf(some), seen))),
		{ numRuns: 2_000 },
	);
});

test("a state that a sink sees twice is reported once", () => {
	const property = fc.property(readings, (some) => {
		for (const state of statesOf(some)) expect(toldOf(state, state)).toEqual([]);
		checkSink(statesOf(some).flatMap((state) => [state, state]));
	});
	fc.assert(property, { numRuns: 1_000 });
});

test("F14: other words for the same verdicts are never reported", () => {
	fc.assert(
		fc.property(aReading, ({ verdicts, hours }) => {
			const reworded = verdicts?.map((one) => ({ ...one, message: `${one.message}, in other words` })) ?? null;
			const [first, second] = statesOf([
				{ verdicts, hours },
				{ verdicts: reworded, hours: 1 },
			]);
			expect(toldOf(first ?? null, second as LedgerEntry)).toEqual([]);
		}),
	);
});
