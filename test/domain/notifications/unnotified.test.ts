import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { entryAfter, type LedgerEntry } from "../../../core/ledger.ts";
import { type Severity, statuses, type Verdict } from "../../../core/verdict.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { unnotifiedIn } from "../../../domain/notifications/unnotified.ts";
import { hearing } from "../../support/notifications.ts";
import { aFamily, aVerdict } from "../../support/verdicts.ts";

/** A check of a family with one control, and the policy by then. */
interface Reading {
	readonly verdict: Partial<Verdict>;
	readonly minimum?: Severity;
	/** Absent: to the default. */
	readonly channel?: string;
	readonly unrouted?: string;
}

/** What each reading has said, and where. */
function heardOf(readings: readonly Reading[]): readonly (readonly [string, string])[] {
	let before: LedgerEntry | null = null;
	return readings.map(({ verdict, minimum = "LOW", channel, unrouted }, at) => {
		const check = {
			...{ subject: aFamily(), readAt: new Date(Date.UTC(2026, 10, 21, 2 * at)).toISOString(), rules: "r1" },
			...{ verdicts: [aVerdict(verdict)], blocks: [], about: {} },
			...(channel === undefined ? {} : { destination: { channel } }),
			...(unrouted === undefined ? {} : { unrouted }),
		};
		const recorded = entryAfter(before, check);
		const entry: LedgerEntry = { ...recorded, unnotified: unnotifiedIn(before, recorded, minimum) };
		const news = notificationOf(changesBetween(before, entry), hearing(minimum, 1_000));
		before = entry;
		return [channel ?? "default", news?.changes.map(({ kind }) => kind).join() ?? "-"];
	});
}
const kindsOf = (...readings: readonly Reading[]): string =>
	heardOf(readings)
		.map(([, kinds]) => kinds)
		.join(" ");

const [low, high, passes] = [{ severity: "LOW" }, { severity: "HIGH" }, { status: "pass" }] as const;

describe("the end of a failure of which nobody was notified is no news", () => {
	test.each<[string, readonly Reading[], string]>([
		[
			"because it was below the minimum severity",
			[{ verdict: low, minimum: "HIGH" }, { verdict: low }, { verdict: passes }],
			"- - -",
		],
		[
			"although the minimum was lowered by the same check",
			[{ verdict: low, minimum: "HIGH" }, { verdict: passes }],
			"- -",
		],
		[
			"because it was reported in another channel",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, channel: "#b" },
				{ verdict: passes, channel: "#b" },
			],
			"failing - -",
		],
		[
			"although the route was changed by the same check",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: passes, channel: "#b" },
			],
			"failing -",
		],
		[
			"also if it becomes milder first",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, channel: "#b", minimum: "HIGH" },
				{ verdict: low, channel: "#b", minimum: "HIGH" },
			],
			"failing - -",
		],
		[
			"also if it could not be read in between",
			[{ verdict: low, minimum: "HIGH" }, { verdict: { ...low, status: "unknown" } }, { verdict: passes }],
			"- - -",
		],
	])("%s", (_, readings, kinds) => {
		expect(kindsOf(...readings)).toBe(kinds);
	});
});

describe("the end of a failure is news", () => {
	test.each<[string, readonly Reading[], string]>([
		[
			"where it was reported",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: passes, channel: "#a" },
			],
			"failing closed",
		],
		[
			"after the minimum severity was raised and lowered again",
			[{ verdict: low }, { verdict: low, minimum: "HIGH" }, { verdict: low }, { verdict: passes }],
			"failing - - closed",
		],
		[
			"where it was heard that it got worse",
			[
				{ verdict: low, minimum: "MEDIUM" },
				{ verdict: high, minimum: "MEDIUM" },
				{ verdict: passes, minimum: "MEDIUM" },
			],
			"- worse closed",
		],
		[
			"in the new channel, if it got worse there",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: { severity: "CRITICAL" }, channel: "#b" },
				{ verdict: passes, channel: "#b" },
			],
			"failing worse closed",
		],
		[
			"after its tags could not be read for a while",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, unrouted: "AccessDenied" },
				{ verdict: passes, channel: "#a" },
			],
			"failing - closed",
		],
	])("%s", (_, readings, kinds) => {
		expect(kindsOf(...readings)).toBe(kinds);
	});
});

test("no channel hears of an end without having heard of the failure, whatever the policy does", () => {
	const reading = fc.record({
		verdict: fc.record({
			status: fc.constantFrom(...statuses),
			severity: fc.constantFrom<Severity>("CRITICAL", "HIGH", "MEDIUM", "LOW"),
		}),
		minimum: fc.constantFrom<Severity>("HIGH", "LOW"),
		channel: fc.constantFrom("#a", "#b"),
	});
	const property = fc.property(fc.array(reading, { maxLength: 12 }), (readings) => {
		const open = new Set<string>();
		for (const [channel, kinds] of heardOf(readings)) {
			if (kinds === "failing" || kinds === "worse") open.add(channel);
			if (kinds === "closed" || kinds === "milder") expect([...open]).toContain(channel);
		}
	});
	fc.assert(property, { numRuns: 2_000 });
});
