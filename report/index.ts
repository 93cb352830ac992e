import { blockedRevisions } from "./blocked.ts";
import { storageChart } from "./charts/storage.ts";
import { tmpfsChart } from "./charts/tmpfs.ts";
import { verdictsChart } from "./charts/verdicts.ts";
import { checksOf } from "./checks.ts";
import { glance, headlineOf } from "./glance.ts";
import { html } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { page } from "./page.ts";
import { section } from "./parts.ts";
import { run } from "./run.ts";
import { slackMessages } from "./slack.ts";
import { anchorsOf, listsOf, subjects } from "./subjects.ts";
import { todo } from "./todo.ts";
import { couldNotLook } from "./unseen.ts";

/** The account report: one HTML page that needs nothing else, neither network nor scripts. Pure. */
export function renderReport(model: ReportModel): string {
	const checks = checksOf(model.entries);
	const lists = listsOf(model.entries);
	const anchors = anchorsOf(lists);
	const charts = html`${verdictsChart(model, checks)}${tmpfsChart(model)}${storageChart(model)}`;
	return page(model, headlineOf(model, checks), [
		glance(model, checks),
		todo(model, checks, anchors),
		blockedRevisions(model),
		section("charts", "In numbers", "Every bar starts at nothing.", charts),
		couldNotLook(model, checks),
		subjects(model, lists, anchors),
		slackMessages(model),
		run(model),
	]).toString();
}
