import { severities, statuses } from "../../core/verdict.ts";
import { byText, type Check } from "../checks.ts";
import { figure } from "../figures.ts";
import { html, type Markup } from "../html.ts";
import type { ReportModel } from "../model.ts";
import { nothing, severityWord, statusWords, toneOf } from "../parts.ts";
import { bar, type ChartRow, chart, laid, legend } from "./bar.ts";

interface Tally {
	readonly tone: string;
	readonly word: string;
	readonly count: number;
}

/** Failures by severity first, then what could not be judged, was waived, passes and does not apply. */
function talliesOf(checks: readonly Check[]): readonly Tally[] {
	const failed = severities.map((severity) => ({
		tone: toneOf("fail", severity),
		word: `${severityWord(severity)} failure`,
		count: checks.filter(({ verdict }) => verdict.status === "fail" && verdict.severity === severity).length,
	}));
	const others = statuses
		.filter((status) => status !== "fail")
		.map((status) => ({
			tone: toneOf(status, "INFORMATIONAL"),
			word: statusWords[status],
			count: checks.filter(({ verdict }) => verdict.status === status).length,
		}));
	return [...failed, ...others];
}

/** One bar a control, as long as the number of subjects it was asked about. */
export function verdictsChart(model: ReportModel, checks: readonly Check[]): Markup {
	const rows = [...Map.groupBy(checks, (check) => check.control)].sort(([a], [b]) => byText(a, b));
	const most = Math.max(0, ...rows.map(([, ofControl]) => ofControl.length));
	const keys = talliesOf(checks).filter(({ count }) => count > 0);
	const content =
		rows.length === 0
			? nothing("No control has judged anything yet.")
			: html`${legend(keys)}
${chart(rows.map(([control, ofControl]) => rowOf(model, control, ofControl, most)))}`;
	return html`<figure aria-labelledby="chart-verdicts">
<figcaption><h3 id="chart-verdicts">Verdicts by control and severity</h3>
<p>One bar a control; its length is the number of subjects asked about, at most ${figure(most)}. Several containers of a definition count once, the worst decides.</p></figcaption>
${content}
</figure>`;
}

function rowOf(model: ReportModel, id: string, checks: readonly Check[], most: number): ChartRow {
	const tallies = talliesOf(checks).filter(({ count }) => count > 0);
	const told = tallies.map(({ word, count }) => `${word} ${figure(count)}`).join(", ");
	return {
		label: id,
		under: model.controls.find((control) => control.id === id)?.aws ?? "",
		bar: bar(`${id}: ${told}`, laid(cellsOf(tallies, most), most)),
		figures: briefly(checks),
	};
}

/** As long as they can be counted by eye, every subject has a cell of its own. */
const cellsOf = (tallies: readonly Tally[], most: number): readonly Pick<Tally, "tone" | "count">[] =>
	most > 24 ? tallies : tallies.flatMap(({ tone, count }) => Array.from({ length: count }, () => ({ tone, count: 1 })));

const briefWords = { fail: "fail", unknown: "unknown", waived: "waived", pass: "pass" } as const;

/** `2 fail, 5 pass`: what does not apply is only in the bar. */
function briefly(checks: readonly Check[]): string {
	const parts = Object.entries(briefWords).flatMap(([status, word]) => {
		const count = checks.filter(({ verdict }) => verdict.status === status).length;
		return count > 0 ? `${figure(count)} ${word}` : [];
	});
	return parts.length > 0 ? parts.join(", ") : "does not apply";
}
