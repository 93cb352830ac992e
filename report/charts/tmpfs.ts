import { tmpfsLimitsOf, tmpfsRowsOf } from "../chart-rows.ts";
import { takeFirst } from "../checks.ts";
import { andMore, emptyNote } from "../elements.ts";
import { formatMebibytes, formatPercent } from "../format.ts";
import { html, type Markup } from "../html.ts";
import type { ReportModel, TmpfsLimits, TmpfsRow } from "../model.ts";
import { bar, type ChartRow, chart, legend } from "./bar.ts";

const maxRows = 24;

/** Each bar is a memory limit, its filled part the tmpfs; two lines mark the policy's warning and maximum. */
export function tmpfsChart(model: ReportModel): Markup {
	const limits = tmpfsLimitsOf(model);
	if (limits === null) return html``;
	const { shown, remaining } = takeFirst(tmpfsRowsOf(model), maxRows);
	const content =
		shown.length === 0
			? emptyNote("No task definition with a tmpfs and a memory limit was checked.")
			: html`${legend([
					{ tone: "pass", word: `up to ${formatPercent(limits.warn)}` },
					{ tone: "low", word: `above ${formatPercent(limits.warn)}: low failure` },
					{ tone: "medium", word: `above ${formatPercent(limits.maximum)}: medium failure` },
					{ tone: "high", word: `${formatPercent(1)} or more: high failure` },
				])}
${chart(shown.map((row) => rowOf(row, limits)))}${scale(limits)}${andMore(remaining, ", with a smaller share")}`;
	return html`<figure class="limits" aria-labelledby="chart-tmpfs">
<figcaption><h3 id="chart-tmpfs">Tmpfs against memory</h3>
<p>A tmpfs counts toward the memory limit: memory that it uses is not available to the process.
A full bar is the limit; the lines mark ${formatPercent(limits.warn)} and ${formatPercent(limits.maximum)}.</p></figcaption>
${content}
</figure>`;
}

function rowOf({ subject, container, tmpfsMiB, memoryMiB }: TmpfsRow, limits: TmpfsLimits): ChartRow {
	const share = tmpfsMiB / memoryMiB;
	const figures = `${formatPercent(share)}: ${formatMebibytes(tmpfsMiB, memoryMiB)}`;
	const label = `${subject}${container === null ? "" : `, container ${container}`}: tmpfs uses ${figures}`;
	return {
		label: subject,
		sublabel: container ?? "",
		bar: bar(
			label,
			[{ from: 0, length: Math.min(share, 1), tone: toneOf(share, limits) }],
			[
				{ at: limits.warn, tone: "warn" },
				{ at: limits.maximum, tone: "maximum" },
			],
		),
		figures,
	};
}

/** The color of the severity that the control gives to this share. */
function toneOf(share: number, { warn, maximum }: TmpfsLimits): string {
	if (share >= 1) return "high";
	if (share > maximum) return "medium";
	return share > warn ? "low" : "pass";
}

/** The axis: the names of the two lines and of the full bar. The names extend away from each other, so they cannot overlap. */
function scale({ warn, maximum }: TmpfsLimits): Markup {
	const at = (share: number): string => `${Number((Math.min(Math.max(share, 0), 1) * 100).toFixed(2))}%`;
	const labels = [
		html`<text x="${at(warn)}" dx="-4" y="13" text-anchor="end">warn ${formatPercent(warn)}</text>`,
		html`<text x="${at(maximum)}" dx="4" y="13">maximum ${formatPercent(maximum)}</text>`,
		html`<text x="100%" y="13" text-anchor="end">memory limit</text>`,
	];
	return html`<div class="axis"><svg width="100%" height="20" aria-hidden="true">${labels}</svg></div>`;
}
