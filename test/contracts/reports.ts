import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Reports } from "../../adapters/dynamodb/reports.ts";
import { summaryCounter } from "../../domain/notifications/summary.ts";

const at = (hour: number): string => `2026-11-21T0${hour}:00:00.000Z`;
const aSummary = (hour: number, ids: readonly string[] | null = []) => {
	const { summary } = summaryCounter(null, (text) => text).result(at(hour), true, []);
	return { summary, base: { at: at(hour), open: ids } };
};

/** What a summary relies on. `open` returns a state without reports. */
export function reportsContract(open: () => Promise<Reports>): void {
	let reports: Reports;
	beforeEach(async () => {
		reports = await open();
	});

	describe("the last summary", () => {
		test("is null at first", async () => {
			expect(await reports.lastSummary()).toBeNull();
		});

		test("is the latest one, with its failures", async () => {
			await reports.addSummary(aSummary(1, ["aaaaaaaa"]), null);
			expect(await reports.lastSummary()).toEqual({ at: at(1), open: ["aaaaaaaa"] });
			await reports.addSummary(aSummary(2, ["aaaaaaaa", "b-_BBBBB"]), { at: at(1), open: [] });
			await reports.addSummary(aSummary(3, []), { at: at(2), open: [] });
			expect(await reports.lastSummary()).toEqual({ at: at(3), open: [] });
		});

		test("has no failures if they are not known", async () => {
			await reports.addSummary(aSummary(1, null), null);
			expect(await reports.lastSummary()).toEqual({ at: at(1), open: null });
		});

		test("is the first of two that were compared with the same one", async () => {
			for (const hour of [1, 2]) await reports.addSummary(aSummary(hour), null);
			expect((await reports.lastSummary())?.at).toBe(at(1));
		});
	});
}
