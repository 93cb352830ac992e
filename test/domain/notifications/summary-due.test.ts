import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { localTime } from "../../../domain/notifications/local-time.ts";
import { isSummaryDue } from "../../../domain/notifications/summary-due.ts";

const hourMs = 3_600_000;
type Every = "never" | "day" | "week";
const schedule = (every: Every, hour = 9, timeZone = "Europe/Berlin") => ({ timeZone, summary: { every, hour } });

describe("a daily summary at nine in Berlin", () => {
	// 29 November 2026 is a Sunday; Berlin is an hour ahead of UTC.
	test.each([
		["is due in the hour after the one before", "2026-11-28T08:20:00.000Z", "2026-11-29T08:19:00.000Z", true],
		["is due later that day if its hour was missed", "2026-11-28T08:20:00.000Z", "2026-11-29T21:19:00.000Z", true],
		["is not due before its hour", "2026-11-28T08:20:00.000Z", "2026-11-29T07:59:00.000Z", false],
		["is not due twice", "2026-11-29T08:00:00.000Z", "2026-11-29T22:00:00.000Z", false],
		["is due again after one that was late", "2026-11-28T22:00:00.000Z", "2026-11-29T08:05:00.000Z", true],
		["waits for its hour the first time", null, "2026-11-29T12:00:00.000Z", false],
		["is due in its hour the first time", null, "2026-11-29T08:59:00.000Z", true],
		["waits for its hour after a day without one", "2026-11-26T08:20:00.000Z", "2026-11-29T12:00:00.000Z", false],
		["is due in its hour after a day without one", "2026-11-26T08:20:00.000Z", "2026-11-29T08:20:00.000Z", true],
		["is not due if the clock went back since", "2026-11-30T08:20:00.000Z", "2026-11-29T08:20:00.000Z", false],
	])("%s", (_, last, now, isDue) => {
		expect(isSummaryDue(schedule("day"), last, now)).toBe(isDue);
	});
});

describe("a weekly summary", () => {
	test.each([
		["is due on Monday", "2026-11-23T08:20:00.000Z", "2026-11-30T08:19:00.000Z", true],
		["is due on Tuesday if all of Monday was missed", "2026-11-23T08:20:00.000Z", "2026-12-01T03:00:00.000Z", true],
		["is not due on Sunday", "2026-11-23T08:20:00.000Z", "2026-11-29T23:00:00.000Z", false],
		["is not due on Monday before its hour", "2026-11-23T08:20:00.000Z", "2026-11-30T07:59:00.000Z", false],
		["waits for Monday the first time", null, "2026-11-27T08:20:00.000Z", false],
		["is due on the first Monday", null, "2026-11-30T08:20:00.000Z", true],
	])("%s", (_, last, now, isDue) => {
		expect(isSummaryDue(schedule("week"), last, now)).toBe(isDue);
	});
});

test("is never due if the policy wants none", () => {
	expect(isSummaryDue(schedule("never"), null, "2026-11-30T08:20:00.000Z")).toBe(false);
});

/** Days on which a clock changes, and others. The clocks of the last two change by half an hour and at midnight. */
const changes = [
	["Europe/Berlin", "2026-03-29"],
	["Europe/Berlin", "2026-10-25"],
	["America/New_York", "2026-03-08"],
	["America/New_York", "2026-11-01"],
	["Australia/Lord_Howe", "2026-04-05"],
	["Australia/Lord_Howe", "2026-10-04"],
	["Africa/Cairo", "2026-04-24"],
	["Africa/Cairo", "2026-10-29"],
	["Asia/Kolkata", "2026-06-01"],
] as const;

test("each day has one summary, at its hour, around every change of the clock and whatever the minute of the schedule", () => {
	fc.assert(
		fc.property(fc.constantFrom(...changes), fc.nat(23), fc.nat(59), ([timeZone, day], hour, minute) => {
			const daily = schedule("day", hour, timeZone);
			const start = Date.parse(`${day}T00:00:00.000Z`) - 3 * 24 * hourMs + minute * 60_000;
			const sent: string[] = [];
			for (let at = start; at < start + 6 * 24 * hourMs; at += hourMs) {
				const now = new Date(at).toISOString();
				if (isSummaryDue(daily, sent.at(-1) ?? null, now)) sent.push(now);
			}
			const local = sent.map((at) => localTime(timeZone, at));
			const days = local.map((one) => one.day);
			expect(days).toEqual(Array.from({ length: days.length }, (_, index) => (days[0] ?? 0) + index));
			expect(days.length).toBeGreaterThanOrEqual(5);
			// An hour that a clock skips is followed by the next one.
			for (const { minute: shown } of local) expect([hour, (hour + 1) % 24]).toContain(Math.floor(shown / 60));
		}),
	);
});

test("each week has one summary, however many of the schedule's events are missing", () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 60, maxLength: 60 }), (gaps) => {
			const weekly = schedule("week");
			let at = Date.parse("2026-09-28T07:30:00.000Z");
			const sent: string[] = [];
			for (const gap of [0, ...gaps]) {
				at += gap * hourMs;
				const now = new Date(at).toISOString();
				if (isSummaryDue(weekly, sent.at(-1) ?? null, now)) sent.push(now);
			}
			const weeks = sent.map((one) => {
				const { day, minute } = localTime("Europe/Berlin", one);
				// Weeks begin on Mondays at nine.
				return Math.floor((day - 4 + (minute / 60 - 9) / 24) / 7);
			});
			expect(weeks).toEqual(weeks.map((_, index) => (weeks[0] ?? 0) + index));
		}),
	);
});
