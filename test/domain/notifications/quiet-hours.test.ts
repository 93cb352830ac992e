import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { BlockRecord } from "../../../core/block-record.ts";
import { severities } from "../../../core/verdict.ts";
import { localTime } from "../../../domain/notifications/local-time.ts";
import type { ReportedChange } from "../../../domain/notifications/notification.ts";
import { isQuiet, isUrgent } from "../../../domain/notifications/quiet-hours.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const night = { from: "22:00", to: "07:00" };
const quietAt = (timeZone: string, quietHours: typeof night | undefined, at: string) =>
	isQuiet(quietHours === undefined ? { timeZone } : { timeZone, quietHours }, at);

describe("quiet hours", () => {
	test.each([
		["over midnight: before them", "UTC", night, "2026-11-29T21:59:59.999Z", false],
		["over midnight: their first minute", "UTC", night, "2026-11-29T22:00:00.000Z", true],
		["over midnight: after midnight", "UTC", night, "2026-11-30T00:00:00.000Z", true],
		["over midnight: their last minute", "UTC", night, "2026-11-30T06:59:59.999Z", true],
		["over midnight: after them", "UTC", night, "2026-11-30T07:00:00.000Z", false],
		["within a day: at noon", "UTC", { from: "12:00", to: "13:30" }, "2026-11-29T13:29:00.000Z", true],
		["within a day: after them", "UTC", { from: "12:00", to: "13:30" }, "2026-11-29T13:30:00.000Z", false],
		["in Berlin in winter", "Europe/Berlin", night, "2026-11-29T21:00:00.000Z", true],
		["in Berlin in summer", "Europe/Berlin", night, "2026-07-01T20:00:00.000Z", true],
		["in Kolkata, half an hour off", "Asia/Kolkata", night, "2026-11-29T16:29:00.000Z", false],
		["in Kolkata, half an hour off, later", "Asia/Kolkata", night, "2026-11-29T16:30:00.000Z", true],
		["that the policy does not have", "UTC", undefined, "2026-11-29T23:00:00.000Z", false],
	])("%s", (_, timeZone, hours, at, expected) => {
		expect(quietAt(timeZone, hours, at)).toBe(expected);
	});

	test.each([
		["end at the same time of the day when the clock is put forward", "2026-03-29", "05:00", 8],
		["end at the same time of the day when the clock is put back", "2026-10-25", "06:00", 10],
	])("%s", (_, day, end, hours) => {
		const until = Date.parse(`${day}T${end}:00.000Z`);
		expect(quietAt("Europe/Berlin", night, new Date(until - 1).toISOString())).toBe(true);
		expect(quietAt("Europe/Berlin", night, new Date(until).toISOString())).toBe(false);
		expect(quietAt("Europe/Berlin", night, new Date(until - hours * 3_600_000).toISOString())).toBe(true);
		expect(quietAt("Europe/Berlin", night, new Date(until - hours * 3_600_000 - 1).toISOString())).toBe(false);
	});
});

/** Times at which a clock changes, and another one. */
const changes = [
	["Europe/Berlin", "2026-03-29T01:00:00.000Z"],
	["Europe/Berlin", "2026-10-25T01:00:00.000Z"],
	["America/New_York", "2026-03-08T07:00:00.000Z"],
	["America/New_York", "2026-11-01T06:00:00.000Z"],
	["Australia/Lord_Howe", "2026-04-04T15:00:00.000Z"],
	["Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"],
	["Africa/Cairo", "2026-04-23T22:00:00.000Z"],
	["Africa/Cairo", "2026-10-29T21:00:00.000Z"],
	["Asia/Kolkata", "2026-06-01T00:00:00.000Z"],
] as const;
const minuteMs = 60_000;
const formatTime = (minute: number): string =>
	[Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");

test("around every change of a clock the quiet hours are what the clock shows, and end within a day and an hour", () => {
	// An hour that a clock skips may be the only one that is not quiet.
	const hours = fc
		.tuple(fc.nat(1439), fc.integer({ min: 1, max: 1439 - 90 }))
		.map(([from, length]) => ({ from, to: (from + length) % 1440 }));
	fc.assert(
		fc.property(fc.constantFrom(...changes), hours, fc.nat(23), ([timeZone, change], { from, to }, offset) => {
			const quietHours = { from: formatTime(from), to: formatTime(to) };
			let quietMinutes = 0;
			const start = Date.parse(change) - 12 * 3_600_000 + offset * minuteMs;
			for (let at = start; at < start + 40 * 3_600_000; at += 10 * minuteMs) {
				const time = new Date(at).toISOString();
				const { minute } = localTime(timeZone, time);
				const isWithin = (minute - from + 1440) % 1440 < (to - from + 1440) % 1440;
				expect(quietAt(timeZone, quietHours, time)).toBe(isWithin);
				quietMinutes = isWithin ? quietMinutes + 10 : 0;
				expect(quietMinutes).toBeLessThanOrEqual(25 * 60);
			}
		}),
		{ numRuns: 20 },
	);
});

describe("in the quiet hours", () => {
	const change = (more: Partial<ReportedChange>): ReportedChange => ({
		...{ control: "x", kind: "failing", severity: "HIGH", before: null, after: aRecordedVerdict(), ...more },
	});

	test.each(severities)("a failure of severity %s is sent only if it is CRITICAL, and so is its end", (severity) => {
		const isCritical = severity === "CRITICAL";
		const opened = change({ severity, after: aRecordedVerdict({ severity }) });
		const closed = change({ kind: "closed", severity, after: aRecordedVerdict({ status: "pass", severity }) });
		expect(isUrgent({ changes: [opened], blocks: [] })).toBe(isCritical);
		expect(isUrgent({ changes: [closed], blocks: [] })).toBe(isCritical);
		expect(isUrgent({ changes: [change({}), opened], blocks: [] })).toBe(isCritical);
	});

	test("a failure that was CRITICAL and is not any more is sent", () => {
		const milder = change({ kind: "milder", severity: "CRITICAL", after: aRecordedVerdict({ severity: "LOW" }) });
		expect(isUrgent({ changes: [milder], blocks: [] })).toBe(true);
	});

	test.each(["done", "would-have", "failed", "not-possible"] satisfies BlockRecord["outcome"][])(
		"a block is sent: %s",
		(outcome) => {
			expect(isUrgent({ changes: [], blocks: [aBlock({ outcome })] })).toBe(true);
		},
	);
});
