import { blockedSection } from "./blocked.ts";
import { storageChart } from "./charts/storage.ts";
import { tmpfsChart } from "./charts/tmpfs.ts";
import { verdictsChart } from "./charts/verdicts.ts";
import { checksOf } from "./checks.ts";
import { section } from "./elements.ts";
import { failuresSection } from "./failures.ts";
import { html } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { page } from "./page.ts";
import { runSection } from "./run.ts";
import { slackSection } from "./slack.ts";
import { anchorsOf, listByKind, subjectsSection } from "./subjects.ts";
import { headlineOf, summarySection } from "./summary.ts";
import { unknownsSection } from "./unknowns.ts";

/** The account report: one self-contained HTML page that needs neither network nor scripts. Pure. */
export function renderReport(model: ReportModel): string {
	const checks = checksOf(model.entries);
	const lists = listByKind(model.entries);
	const anchors = anchorsOf(lists);
	const charts = html`${verdictsChart(model, checks)}${tmpfsChart(model)}${storageChart(model)}`;
	return page(model, headlineOf(model, checks), [
		summarySection(model, checks),
		failuresSection(model, checks, anchors),
		blockedSection(model),
		section("charts", "Charts", "Every bar starts at zero.", charts),
		unknownsSection(model, checks),
		subjectsSection(model, lists, anchors),
		slackSection(model),
		runSection(model),
	]).toString();
}
