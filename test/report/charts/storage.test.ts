import { describe, expect, test } from "@jest/globals";
import { storageChart } from "../../../report/charts/storage.ts";
import type { StorageRow } from "../../../report/model.ts";
import { aReportModel } from "../../support/report-model.ts";

const row = (subject: string, gigabytes: number, more: Partial<StorageRow> = {}): StorageRow => ({
	subject,
	expiringImages: 4,
	freedBytes: gigabytes * 2 ** 30,
	freedUsdPerMonth: gigabytes / 10,
	...more,
});
const drawn = (...storage: readonly StorageRow[]) => storageChart(aReportModel({ storage })).toString();

describe("storage a lifecycle policy would free", () => {
	test("adds up and draws the largest as the whole width", () => {
		const chart = drawn(row("small", 20), row("large", 40));

		expect(chart).toContain("<strong>60.0 GB</strong> in 8 images, about 6.00 USD a month");
		expect(chart.indexOf("large")).toBeLessThan(chart.indexOf("small"));
		expect(chart).toContain('aria-label="large: 40.0 GB in 4 images, 4.00 USD a month"');
		expect(chart).toContain('x="0%" y="6" width="50%"');
	});

	test("names no price where none is known, and the price's day where it is", () => {
		expect(drawn(row("cn", 1, { freedUsdPerMonth: null }))).not.toContain("USD");
		expect(drawn(row("jp", 1, { storagePrice: "0.10 USD per GB-month on <day>" }))).toContain("month on &lt;day&gt;");
	});

	test("says so when there is nothing to free", () => {
		expect(drawn()).toContain("No repository without a lifecycle policy holds images that one would expire.");
	});

	test("stays bounded, but adds up all", () => {
		const chart = drawn(...Array.from({ length: 30 }, (_, index) => row(`repository ${index}`, 1)));

		expect(chart).toContain("<strong>30.0 GB</strong>");
		expect(chart).toContain("and 6 more, with less to free");
	});
});
