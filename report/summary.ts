import { countByStatus } from "../core/ledger.ts";
import { statuses } from "../core/verdict.ts";
import { blockSentences } from "./block-words.ts";
import { bar, stackSegments } from "./charts/bar.ts";
import { type Check, countBySeverity, failedChecks } from "./checks.ts";
import { badge, severityWord, statusWords, toneOf } from "./elements.ts";
import { formatCount, formatNumber } from "./format.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";

/** The whole report in one sentence, one bar and five numbers. */
export function summarySection(model: ReportModel, checks: readonly Check[]): Markup {
	return html`<section class="summary" aria-labelledby="verdict">
<h1 id="verdict">${headlineOf(model, checks)}</h1>
<p class="lead">${leadOf(model, checks)}</p>
${checks.length > 0 && renderNumbers(model, checks)}
</section>
`;
}

/** The headline: how many checks failed. */
export function headlineOf({ entries }: ReportModel, checks: readonly Check[]): string {
	const { fail, unknown } = countByStatus(entries);
	if (checks.length === 0) return "Nothing has been checked yet.";
	if (fail > 0)
		return `${formatNumber(fail)} of ${formatCount(checks.length, "check")} ${fail === 1 ? "fails" : "fail"}.`;
	if (unknown > 0) return `Nothing failed, but ${formatCount(unknown, "check is", "checks are")} unknown.`;
	return "Shipshape: nothing failed.";
}

function leadOf(model: ReportModel, checks: readonly Check[]): Content {
	if (checks.length === 0) {
		return "Nothing of this account and Region is in the ledger.";
	}
	const failed = failedChecks(checks);
	const subjects = new Set(failed.map(({ entry }) => entry.arn)).size;
	const present = model.entries.filter((entry) => entry.state === "present").length;
	const sentences = [
		failed.length > 0
			? `${formatNumber(subjects)} of ${formatCount(present, "subject")} ${subjects === 1 ? "needs" : "need"} fixing`
			: `${formatCount(checks.length, "check")} on ${formatCount(present, "subject")}`,
		...blockSentences(model.blocked),
	];
	return html`${sentences.join("; ")}. A check is one control on one subject.`;
}

function renderNumbers(model: ReportModel, checks: readonly Check[]): Markup {
	const byStatus = countByStatus(model.entries);
	const failed = countBySeverity(failedChecks(checks));
	const parts = [
		...failed.map(([severity, count]) => ({ count, tone: toneOf("fail", severity) })),
		...statuses
			.filter((status) => status !== "fail")
			.map((status) => ({ count: byStatus[status], tone: toneOf(status, "INFORMATIONAL") })),
	];
	const counts = statuses.map((status) => `${statusWords[status]} ${formatNumber(byStatus[status])}`).join(", ");
	const nameOf = (status: (typeof statuses)[number]) =>
		status === "fail" ? "Fails" : badge(toneOf(status, "INFORMATIONAL"), statusWords[status]);
	return html`${bar(`All checks: ${counts}`, stackSegments(parts, checks.length))}
<dl class="numbers">${statuses.map(
		(status) => html`
<div><dt>${nameOf(status)}</dt><dd>${formatNumber(byStatus[status])}</dd>${status === "fail" && renderSeverities(failed)}</div>`,
	)}
</dl>`;
}

const renderSeverities = (failed: ReturnType<typeof countBySeverity>): Content =>
	failed.length > 0 &&
	html`<dd class="split"><ul>${failed.map(([severity, count]) => {
		const text = `${formatNumber(count)} ${severityWord(severity).toLowerCase()}`;
		return html`<li>${badge(toneOf("fail", severity), text)}</li>`;
	})}</ul></dd>`;
