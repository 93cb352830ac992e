import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type FormatName, formatNames } from "../../../cli/formats/format.ts";
import { formatOf } from "../../../cli/formats/formats.ts";
import { everyVerdict, type Judged } from "../../../cli/judged.ts";
import { csvRows } from "../../support/csv.ts";
import { anyJudged, someLooks } from "../../support/judged-files.ts";
import { sarifProblems } from "../../support/sarif-schema.ts";
import { type Element, parseXml } from "../../support/xml.ts";

const runs = { numRuns: 1000 };

async function always(name: FormatName, check: (report: string, judged: Judged) => void) {
	const format = await formatOf(name);
	fc.assert(
		fc.property(anyJudged, fc.boolean(), fc.boolean(), (judged, quiet, strict) => {
			check([...format(judged, { ...someLooks, quiet, strict })].join(""), judged);
		}),
		runs,
	);
}

describe.each(formatNames)("%s, whatever names and texts there are", (name) => {
	test("holds nothing that a terminal acts on", async () => {
		await always(name, (report) => {
			expect(report).not.toMatch(/(?![\n\r])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
			expect(report.isWellFormed()).toBe(true);
		});
	});

	test("holds no command for the log of a CI job but its own", async () => {
		const own = /^::(?:error|warning|notice) file=[^,:]*(?:,line=\d+,col=\d+)?,title=[^,:]*::(?!.*\n.)/;
		await always(name, (report) => {
			expect(report).not.toMatch(/##\w*\[/);
			const commands = report.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith("::"));
			expect(commands.filter((line) => name !== "github" || !own.test(line))).toEqual([]);
		});
	});
});

describe("machines can read it, whatever names and texts there are", () => {
	test("JSON has every verdict as it was found", async () => {
		await always("json", (report, judged) => {
			const { summary, verdicts } = JSON.parse(report) as {
				summary: Record<string, number>;
				verdicts: { status: string; message: string }[];
			};
			const expected = everyVerdict(judged).map(({ blocks: _blocks, part: _part, ...verdict }) => verdict);
			expect(verdicts).toEqual(JSON.parse(JSON.stringify(expected)));
			expect(Object.values(summary).reduce((sum, count) => sum + count)).toBe(verdicts.length);
		});
	});

	test("SARIF is valid and has every failure", async () => {
		await always("sarif", (report, judged) => {
			const document = JSON.parse(report) as { runs: { results: unknown[] }[] };
			expect(sarifProblems(document)).toEqual([]);
			const told = everyVerdict(judged).filter(({ status }) => status === "fail" || status === "waived");
			expect(document.runs[0]?.results).toHaveLength(told.length);
		});
	});

	test("JUnit is well-formed and its counts are right", async () => {
		await always("junit", (report, judged) => {
			const suites = parseXml(report).children.filter((child): child is Element => typeof child !== "string");
			for (const { attributes, children } of suites) {
				const cases = children.filter((child): child is Element => typeof child !== "string");
				const having = (name: string) =>
					cases.filter((one) => one.children.some((child) => typeof child !== "string" && child.name === name)).length;
				expect([cases.length, having("failure"), having("error"), having("skipped")].map(String)).toEqual(
					["tests", "failures", "errors", "skipped"].map((name) => attributes[name]),
				);
			}
			const tests = suites.reduce((sum, { attributes }) => sum + Number(attributes["tests"]), 0);
			expect(tests).toBe(everyVerdict(judged).length + judged.unread.length);
		});
	});

	test("CSV has a row of ten cells for each verdict, and none is a formula", async () => {
		await always("csv", (report, judged) => {
			const rows = csvRows(report);
			expect(rows).toHaveLength(everyVerdict(judged).length + 1);
			expect(rows.filter((row) => row.length !== 10)).toEqual([]);
			expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
		});
	});
});
