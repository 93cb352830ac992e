import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { renderReport } from "../../report/index.ts";
import { findChromium, runChromium } from "../../scripts/chromium.ts";
import { anEmptyModel, aReportModel, hostileModel } from "../support/report-model.ts";

const chromium = findChromium();
let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "shipshape-report-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Measured {
	readonly width: number;
	readonly overflows: number;
	readonly wide: readonly string[];
	readonly sections: number;
	readonly unnamed: readonly string[];
	readonly ids: number;
	readonly distinctIds: number;
}

/** Runs in the outer page: the report's own Content-Security-Policy forbids scripts. */
function measure(
	document: { querySelectorAll(selector: string): Iterable<Observation>; documentElement: Observation },
	width: number,
) {
	const all = [...document.querySelectorAll("body *")];
	const scrolls = (element: Observation | null): boolean =>
		element !== null && (element.matches("pre, .skip, svg *") || scrolls(element.parentElement));
	const named = (element: Observation) => `${element.tagName}.${element.getAttribute("class")}`;
	const ids = [...document.querySelectorAll("[id]")].map((element) => element.getAttribute("id"));
	return {
		width,
		overflows: document.documentElement.scrollWidth - document.documentElement.clientWidth,
		wide: all.filter((one) => !scrolls(one) && one.getBoundingClientRect().right > width + 1).map(named),
		sections: [...document.querySelectorAll("main > section")].length,
		unnamed: [...document.querySelectorAll("svg:not([aria-hidden]):not([aria-label])")].map(named),
		ids: ids.length,
		distinctIds: new Set(ids).size,
	};
}

interface Observation {
	readonly tagName: string;
	readonly scrollWidth: number;
	readonly clientWidth: number;
	readonly parentElement: Observation | null;
	matches(selector: string): boolean;
	getAttribute(name: string): string | null;
	getBoundingClientRect(): { readonly right: number };
}

/** The report in two frames, as wide as a phone and as a desktop, with everything expanded. */
function wrapperOf(report: string): string {
	const opened = report.replaceAll("<details ", "<details open ");
	const literal = JSON.stringify(opened).replaceAll("<", "\\u003c");
	return `<!doctype html><meta charset="utf-8"><body><pre id="answer"></pre><script>
const measure = ${measure.toString()};
const frames = [320, 1280].map((width) => new Promise((resolve) => {
	const frame = document.createElement("iframe");
	frame.style = "border:0;height:900px;width:" + width + "px";
	frame.onload = () => resolve(measure(frame.contentDocument, width));
	frame.srcdoc = ${literal};
	document.body.append(frame);
}));
Promise.all(frames).then((all) => { document.getElementById("answer").textContent = "[[" + btoa(JSON.stringify(all)) + "]]"; });
</script>`;
}

async function measured(name: string, report: string): Promise<readonly Measured[]> {
	const file = join(folder, `${name}.html`);
	writeFileSync(file, wrapperOf(report));
	const options = ["--window-size=1400,1000", "--virtual-time-budget=10000", "--dump-dom", pathToFileURL(file).href];
	const dom = await runChromium(chromium ?? "", options);
	const answer = /\[\[([A-Za-z0-9+/=]+)\]\]/.exec(dom)?.[1] ?? "";
	return JSON.parse(Buffer.from(answer, "base64").toString("utf8"));
}

const inBrowser = chromium === null ? describe.skip : describe;

inBrowser(`in a browser${chromium === null ? " (skipped: no Chromium in PATH)" : ""}`, () => {
	test.each([
		["report", renderReport(aReportModel())],
		["empty", renderReport(anEmptyModel())],
		["hostile", renderReport(hostileModel())],
	])("the %s page fits a 320 px phone and a 1280 px desktop", async (name, report) => {
		const [phone, desktop] = await measured(name, report);

		for (const one of [phone, desktop]) {
			expect(one).toMatchObject({ overflows: 0, wide: [], sections: 8, unnamed: [] });
			expect(one?.distinctIds).toBe(one?.ids);
		}
		expect([phone?.width, desktop?.width]).toEqual([320, 1280]);
	});
});
