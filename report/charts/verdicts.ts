import { severities, statuses } from "../../core/verdict.ts";
import { type Check, compareText } from "../checks.ts";
import { emptyNote, severityWord, statusWords, toneOf } from "../elements.ts";
import { formatNumber } from "../format.ts";
import { html, type Markup } from "../html.ts";
import type { ReportModel } from "../model.ts";
import { bar, type ChartRow, chart, legend, stackSegments } from "./bar.ts";

interface Tally {
	readonly tone: string;
	readonly word: string;
	readonly count: number;
}

/** Failures by severity first, then unknown, waived, passed and not applicable. */
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

/** One bar per control, as long as the number of subjects it was checked on. */
export function verdictsChart(model: ReportModel, checks: readonly Check[]): Markup {
	const rows = [...Map.groupBy(checks, (check) => check.control)].sort(([a], [b]) => compareText(a, b));
	const max = Math.max(0, ...rows.map(([, controlChecks]) => controlChecks.length));
	const keys = talliesOf(checks).filter(({ count }) => count > 0);
	const content =
		rows.length === 0
			? emptyNote("No control has been checked yet.")
			: html`${legend(keys)}
${chart(rows.map(([control, controlChecks]) => rowOf(model, control, controlChecks, max)))}`;
	return html`<figure aria-labelledby="chart-verdicts">
<figcaption><h3 id="chart-verdicts">Verdicts by control and severity</h3>
<p>One bar per control; its length is the number of subjects checked, at most ${formatNumber(max)}.
A task definition with several containers counts once, by its worst container.</p></figcaption>
${content}
</figure>`;
}

function rowOf(model: ReportModel, id: string, checks: readonly Check[], max: number): ChartRow {
	const tallies = talliesOf(checks).filter(({ count }) => count > 0);
	const label = tallies.map(({ word, count }) => `${word} ${formatNumber(count)}`).join(", ");
	return {
		label: id,
		sublabel: model.controls.find((control) => control.id === id)?.aws ?? "",
		bar: bar(`${id}: ${label}`, stackSegments(cellsOf(tallies, max), max)),
		figures: summarize(checks),
	};
}

/** While there are few enough to count by eye, every subject gets its own cell. */
const cellsOf = (tallies: readonly Tally[], max: number): readonly Pick<Tally, "tone" | "count">[] =>
	max > 24 ? tallies : tallies.flatMap(({ tone, count }) => Array.from({ length: count }, () => ({ tone, count: 1 })));

const summaryWords = { fail: "fail", unknown: "unknown", waived: "waived", pass: "pass" } as const;

/** `2 fail, 5 pass`; not applicable is shown in the bar only. */
function summarize(checks: readonly Check[]): string {
	const parts = Object.entries(summaryWords).flatMap(([status, word]) => {
		const count = checks.filter(({ verdict }) => verdict.status === status).length;
		return count > 0 ? `${formatNumber(count)} ${word}` : [];
	});
	return parts.length > 0 ? parts.join(", ") : "does not apply";
}
