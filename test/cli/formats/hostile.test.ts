import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { allVerdicts, type CheckResult } from "../../../cli/check-result.ts";
import { type FormatName, formatNames } from "../../../cli/format-names.ts";
import { formatOf } from "../../../cli/formats/formats.ts";
import { takeSharedReasons } from "../../../cli/formats/shared-reasons.ts";
import { anyResult, formatOptions } from "../../support/check-results.ts";
import { csvRows } from "../../support/csv.ts";
import { gitlabProblems } from "../../support/gitlab-schema.ts";
import { junitProblems } from "../../support/junit-schema.ts";
import { sarifProblems } from "../../support/sarif-schema.ts";
import { type Element, parseXml } from "../../support/xml.ts";

const runs = { numRuns: 1000 };

async function always(name: FormatName, check: (report: string, judged: CheckResult) => void) {
	const format = await formatOf(name);
	fc.assert(
		fc.property(anyResult, fc.boolean(), fc.boolean(), (judged, quiet, strict) => {
			check([...format(judged, { ...formatOptions, quiet, strict })].join(""), judged);
		}),
		runs,
	);
}

describe.each(formatNames)("%s, with any names and texts", (name) => {
	test("contains no control characters, and no CI log commands except its own", async () => {
		const own = /^::(?:error|warning|notice) file=[^,:]*(?:,line=\d+,col=\d+)?,title=[^,:]*::(?!.*\n.)/;
		await always(name, (report) => {
			expect(report).not.toMatch(/(?![\n\r])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
			expect(report.isWellFormed()).toBe(true);
			expect(report).not.toMatch(/##\w*\[/);
			const commands = report.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith("::"));
			expect(commands.filter((line) => name !== "github" || !own.test(line))).toEqual([]);
		});
	});
});

describe("is machine-readable with any names and texts", () => {
	test("JSON contains every verdict unchanged", async () => {
		await always("json", (report, judged) => {
			const { summary, verdicts } = JSON.parse(report) as {
				summary: Record<string, number>;
				verdicts: { status: string; message: string }[];
			};
			const expected = allVerdicts(judged).map(({ blocks: _blocks, part: _part, ...verdict }) => verdict);
			expect(verdicts).toEqual(JSON.parse(JSON.stringify(expected)));
			expect(Object.values(summary).reduce((sum, count) => sum + count)).toBe(verdicts.length);
		});
	});

	test("SARIF is valid and contains every failure", async () => {
		await always("sarif", (report, judged) => {
			const document = JSON.parse(report) as { runs: { results: unknown[] }[] };
			expect(sarifProblems(document)).toEqual([]);
			const reported = allVerdicts(judged).filter(({ status }) => status === "fail" || status === "waived");
			expect(document.runs[0]?.results).toHaveLength(reported.length);
		});
	});

	test("GitLab's report is valid, and has an issue for each failure, unknown verdict and unread input", async () => {
		await always("gitlab", (report, judged) => {
			const issues = JSON.parse(report) as unknown[];
			expect(gitlabProblems(issues)).toEqual([]);
			const { shared, others } = takeSharedReasons(allVerdicts(judged));
			const reported = others.filter(({ status }) => status === "fail" || status === "unknown");
			expect(issues).toHaveLength(reported.length + shared.length + judged.unread.length);
			const inShared = shared.reduce((sum, { count }) => sum + count, 0);
			expect(others.length + inShared).toBe(allVerdicts(judged).length);
		});
	});

	test("JUnit is valid and its counts are correct", async () => {
		await always("junit", (report, judged) => {
			const root = parseXml(report);
			expect(junitProblems(root)).toEqual([]);
			const suites = root.children.filter((child): child is Element => typeof child !== "string");
			const counted = suites.map(({ children }) => {
				const inside = children.filter((child): child is Element => typeof child !== "string");
				const cases = inside.filter((child) => child.name === "testcase");
				const having = (name: string) =>
					cases.filter((one) => one.children.some((child) => typeof child !== "string" && child.name === name)).length;
				return [cases.length, having("failure"), having("error"), having("skipped")].map(String);
			});
			const stated = suites.map(({ attributes }) =>
				["tests", "failures", "errors", "skipped"].map((name) => attributes[name]),
			);
			expect(counted).toEqual(stated);
			const tests = suites.reduce((sum, { attributes }) => sum + Number(attributes["tests"]), 0);
			expect(tests).toBe(allVerdicts(judged).length + judged.unread.length);
		});
	});

	test("CSV has one row of thirteen cells per verdict and per unread input, and no cell is a formula", async () => {
		await always("csv", (report, judged) => {
			const rows = csvRows(report);
			expect(rows).toHaveLength(allVerdicts(judged).length + judged.unread.length + 1);
			expect(rows.filter((row) => row.length !== 13)).toEqual([]);
			expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
		});
	});
});
