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
	test("shows the total and draws the largest row at full width", () => {
		const chart = drawn(row("small", 20), row("large", 40));

		expect(chart).toContain("<strong>60.0 GB</strong> in 8 images, about 6.00 USD a month");
		expect(chart.indexOf("large")).toBeLessThan(chart.indexOf("small"));
		expect(chart).toContain('aria-label="large: 40.0 GB in 4 images, 4.00 USD a month"');
		expect(chart).toContain('x="0%" y="6" width="50%"');
	});

	test("shows no price when none is known, otherwise the date of the price", () => {
		expect(drawn(row("cn", 1, { freedUsdPerMonth: null }))).not.toContain("USD");
		expect(drawn(row("jp", 1, { storagePrice: "0.10 USD per GB-month on <day>" }))).toContain("month on &lt;day&gt;");
	});

	test("shows a note when there is nothing to free", () => {
		expect(drawn()).toContain("No repository without a lifecycle policy holds images that such a policy would expire.");
	});

	test("limits the rows shown, but includes all of them in the total", () => {
		const chart = drawn(...Array.from({ length: 30 }, (_, index) => row(`repository ${index}`, 1)));

		expect(chart).toContain("<strong>30.0 GB</strong>");
		expect(chart).toContain("and 6 more, with less to free");
	});
});
