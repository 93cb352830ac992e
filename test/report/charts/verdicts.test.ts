import { describe, expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { verdictsChart } from "../../../report/charts/verdicts.ts";
import { checksOf } from "../../../report/checks.ts";
import { anEntry, recorded, repository } from "../../support/report-entries.ts";
import { aReportModel } from "../../support/report-model.ts";

const drawn = (...entries: readonly LedgerEntry[]) =>
	verdictsChart(aReportModel({ entries }), checksOf(entries)).toString();
const scan = (name: string, ...[status, severity]: readonly ["fail" | "pass" | "unknown", "HIGH" | "LOW"]) =>
	anEntry(repository(name), { "repository/scan-on-push": recorded(status, name, { severity }) });

describe("verdicts by control and severity", () => {
	test("labels the bar of each control with failures by severity and the other statuses", () => {
		const chart = drawn(
			scan("a", "fail", "HIGH"),
			scan("b", "fail", "LOW"),
			scan("c", "unknown", "HIGH"),
			scan("d", "pass", "HIGH"),
		);

		expect(chart).toContain('aria-label="repository/scan-on-push: High failure 1, Low failure 1, Unknown 1, Passes 1"');
		expect(chart).toContain("2 fail, 1 unknown, 1 pass");
		expect(chart).toContain("ECR.1");
	});

	test("draws one cell per subject up to 24 subjects, one segment per status beyond that", () => {
		const few = Array.from({ length: 24 }, (_, index) => scan(`few-${index}`, "pass", "HIGH"));
		const rects = (chart: string) => chart.match(/<rect class="tone-/g)?.length;

		expect(rects(drawn(...few))).toBe(24);
		expect(rects(drawn(...few, scan("one-more", "pass", "HIGH")))).toBe(1);
	});

	test("shows a note when no control applies and when no control was checked", () => {
		const control = { "repository/scan-on-push": recorded("not-applicable", "") };

		expect(drawn(anEntry(repository("a"), control))).toContain("does not apply</p>");
		expect(drawn()).toContain("No control has been checked yet.");
	});
});
