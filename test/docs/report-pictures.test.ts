import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { pictureKeyword, reportPictures } from "../../scripts/generate/report-pictures.ts";
import { textIn } from "../../scripts/indexed-png.ts";
import { filesBelow, root, textOf } from "../support/docs.ts";

const pictures = reportPictures();

describe.each(pictures.map((picture) => [picture.path, picture] as const))("%s", (path, { hash, page }) => {
	test("was taken of the page that the code makes now; if not, run node scripts/screenshots.ts", () => {
		expect(textIn(readFileSync(join(root, path)), pictureKeyword)).toBe(hash);
	});

	test("is on the page about the demo", () => {
		expect(textOf("docs/demo.md")).toMatch(new RegExp(`!\\[[^\\]]+\\]\\(${path.replace("docs/", "")}\\)`));
	});

	test("shows only a part of the report", () => {
		expect(page).not.toContain('id="subjects"');
		expect(page).toMatch(/^<!doctype html>.*<main.*<\/main>.*<\/html>\n$/s);
	});
});

test("there are no other pictures that a browser took", () => {
	const found = filesBelow("docs/images", ".png");
	expect(found).toEqual(pictures.map(({ path }) => path).sort());
});

test("the picture of the report has three failures, the worst, under the numbers; that of the charts has all three charts", () => {
	const [report = "", charts = ""] = pictures.map(({ page }) => page);
	expect(report).toContain('id="verdict"');
	expect(report.match(/<h3>/g)).toHaveLength(3);
	expect(report.match(/<span class="mark tone-critical">Critical<\/span>/g)).toHaveLength(3);
	expect(charts.match(/<h3 id="[^"]+"/g)).toEqual([
		'<h3 id="chart-verdicts"',
		'<h3 id="chart-tmpfs"',
		'<h3 id="chart-storage"',
	]);
	expect(charts).not.toContain("<nav");
});
