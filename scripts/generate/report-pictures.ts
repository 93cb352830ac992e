import { createHash } from "node:crypto";
import { renderReport } from "../../report/index.ts";
import { reportSample } from "./report-sample.ts";

/** A picture of a part of the report, which a browser takes (scripts/screenshots.ts), and the page that it shows. */
interface ReportPicture {
	/** From the root. */
	readonly path: string;
	readonly page: string;
	/** A hash of the page, which the picture contains. */
	readonly hash: string;
}

/** Of the window, in pixels. */
export const width = 1280;

/** Under which a picture contains the hash. */
export const pictureKeyword = "shipshape-input";

/** How many failures the picture of the report shows. */
const shownFailures = 3;

export function reportPictures(): readonly ReportPicture[] {
	const report = renderReport(reportSample);
	return [
		pictureOf("report", keepFirst(keepSections(report, ["verdict", "failures"]), shownFailures)),
		pictureOf("charts", keepSections(report, ["charts"]).replace(/<nav .*?<\/nav>\n/s, "")),
	];
}

const pictureOf = (name: string, page: string): ReportPicture => ({
	path: `docs/images/${name}.png`,
	page,
	hash: createHash("sha256").update(page).digest("hex"),
});

/** The page without its other sections, so that a picture depends on nothing that it does not show. */
const keepSections = (report: string, kept: readonly string[]): string =>
	report.replace(/<section [^>]*aria-labelledby="([^"]+)".*?<\/section>\n/gs, (section, id: string) =>
		kept.includes(id) ? section : "",
	);

/** The page with only the first failures of its list. */
function keepFirst(page: string, count: number): string {
	const [before = "", list = "", after = ""] = page.split(/(?<=<ol class="todo">)|(?=<\/ol>)/);
	return `${before}${list
		.split(/(?=\n<li>\n<div class="todo-head">)/)
		.slice(0, count)
		.join("")}${after}`;
}
