import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { changesBetween } from "../../../core/changes.ts";
import { entryAfter, type LedgerEntry } from "../../../core/ledger.ts";
import { compareSeverity, type Severity, severities, statuses, type Verdict } from "../../../core/verdict.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { aFamily, aVerdict } from "../../support/verdicts.ts";

const minimum: Severity = "MEDIUM";

/** One reading of a family with one control on up to two containers; null: the family is gone. */
const aReading = fc.option(
	fc.array(
		fc.record({
			status: fc.constantFrom(...statuses),
			severity: fc.constantFrom(...severities),
			message: fc.constantFrom("a", "b"),
			container: fc.constantFrom("app", "log"),
			isAwaited: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 2 },
	),
	{ freq: 8 },
);
type AReading =
	| readonly (Pick<Verdict, "status" | "severity" | "message"> & {
			readonly container: string;
			readonly isAwaited: boolean;
	  })[]
	| null;

function entriesOf(readings: readonly AReading[]): LedgerEntry[] {
	const entries: LedgerEntry[] = [];
	for (const [at, reading] of readings.entries()) {
		const verdicts = reading?.map(({ isAwaited, ...of }) =>
			aVerdict({ ...of, pending: isAwaited && of.status === "unknown" }),
		);
		const readAt = new Date(Date.UTC(2026, 10, 21, 12, at)).toISOString();
		const check = { subject: aFamily(), readAt, rules: "rules-1", verdicts: verdicts ?? null, blocks: [], about: {} };
		entries.push(entryAfter(entries.at(-1) ?? null, check));
	}
	return entries;
}

/** What a channel is told of the only control: the kind of change, and its severity then. */
const toldOf = (entries: readonly LedgerEntry[]) =>
	entries.map((entry, at) => {
		const [change] = notificationOf(changesBetween(entries[at - 1] ?? null, entry), minimum)?.changes ?? [];
		return { entry, kind: change?.kind, severity: change?.after?.severity };
	});

test("F4: nothing is closed that was not reported as failing, and nothing that fails stays unreported", () => {
	fc.assert(
		fc.property(fc.array(aReading, { maxLength: 8 }), (readings) => {
			let isOpen = false;
			for (const { entry, kind } of toldOf(entriesOf(readings))) {
				const [verdict] = Object.values(entry.controls);
				if (kind === "closed" || kind === "milder") expect(isOpen).toBe(true);
				if (kind === "failing") expect(isOpen).toBe(false);
				if (kind === "failing" || kind === "worse") isOpen = true;
				if (kind === "closed" || kind === "milder" || verdict?.status === "waived") isOpen = false;
				if (verdict?.status === "fail") expect(isOpen).toBe(compareSeverity(verdict.severity, minimum) <= 0);
				if (verdict?.status === "pass" || verdict === undefined) expect(isOpen).toBe(false);
			}
		}),
	);
});

test("F14: other words for the same verdicts are never reported", () => {
	fc.assert(
		fc.property(aReading, (reading) => {
			const reworded = reading?.map((one) => ({ ...one, message: `${one.message}, in other words` })) ?? null;
			const [, second] = toldOf(entriesOf([reading, reworded]));
			expect(second?.kind).toBeUndefined();
		}),
	);
});
