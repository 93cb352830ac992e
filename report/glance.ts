import { countByStatus } from "../core/ledger.ts";
import { statuses } from "../core/verdict.ts";
import { bar, laid } from "./charts/bar.ts";
import { bySeverity, type Check, failing } from "./checks.ts";
import { counted, figure } from "./figures.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { mark, severityWord, statusWords, toneOf } from "./parts.ts";

/** The whole report in one sentence, one bar and five numbers. */
export function glance(model: ReportModel, checks: readonly Check[]): Markup {
	return html`<section class="glance" aria-labelledby="verdict">
<h1 id="verdict">${headlineOf(model, checks)}</h1>
<p class="lead">${leadOf(model, checks)}</p>
${checks.length > 0 && numbers(model, checks)}
</section>
`;
}

/** The one line that a reader takes away. */
export function headlineOf({ entries }: ReportModel, checks: readonly Check[]): string {
	const { fail, unknown } = countByStatus(entries);
	if (checks.length === 0) return "Nothing has been judged yet.";
	if (fail > 0) return `${figure(fail)} of ${counted(checks.length, "check")} ${fail === 1 ? "fails" : "fail"}.`;
	if (unknown > 0) return `Nothing failed, but ${counted(unknown, "check")} could not look.`;
	return "Shipshape: nothing failed.";
}

function leadOf(model: ReportModel, checks: readonly Check[]): Content {
	if (checks.length === 0) {
		return "No repository, image or task definition of this account and Region is in the ledger.";
	}
	const failed = failing(checks);
	const subjects = new Set(failed.map(({ entry }) => entry.arn)).size;
	const present = model.entries.filter((entry) => entry.state === "present").length;
	const sentences = [
		failed.length > 0
			? `${figure(subjects)} of ${counted(present, "subject")} ${subjects === 1 ? "needs" : "need"} mending`
			: `${counted(checks.length, "check")} on ${counted(present, "subject")}`,
		...blockSentences(model),
	];
	return html`${sentences.join("; ")}. A check is one control asked of one repository, image or task definition.`;
}

function blockSentences({ blocked }: ReportModel): readonly string[] {
	const told = [
		{ outcome: "done", one: "revision was blocked", many: "revisions were blocked" },
		{ outcome: "would-have", one: "revision would have been blocked", many: "revisions would have been blocked" },
		{ outcome: "failed", one: "block failed", many: "blocks failed" },
	];
	return told.flatMap(({ outcome, one, many }) => {
		const count = blocked.filter((block) => block.outcome === outcome).length;
		return count > 0 ? counted(count, one, many) : [];
	});
}

function numbers(model: ReportModel, checks: readonly Check[]): Markup {
	const counts = countByStatus(model.entries);
	const failed = bySeverity(failing(checks));
	const parts = [
		...failed.map(([severity, count]) => ({ count, tone: toneOf("fail", severity) })),
		...statuses
			.filter((status) => status !== "fail")
			.map((status) => ({ count: counts[status], tone: toneOf(status, "INFORMATIONAL") })),
	];
	const told = statuses.map((status) => `${statusWords[status]} ${figure(counts[status])}`).join(", ");
	return html`${bar(`All checks: ${told}`, laid(parts, checks.length))}
<dl class="numbers">${statuses.map(
		(status) => html`
<div><dt>${status === "fail" ? "Fails" : mark(toneOf(status, "INFORMATIONAL"), statusWords[status])}</dt><dd>${figure(counts[status])}</dd>${status === "fail" && severityList(failed)}</div>`,
	)}
</dl>`;
}

const severityList = (failed: ReturnType<typeof bySeverity>): Content =>
	failed.length > 0 &&
	html`<dd class="split"><ul>${failed.map(([severity, count]) => html`<li>${mark(toneOf("fail", severity), `${figure(count)} ${severityWord(severity).toLowerCase()}`)}</li>`)}</ul></dd>`;
