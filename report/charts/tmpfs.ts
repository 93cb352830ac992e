import { bounded } from "../checks.ts";
import { mebibytes, percent } from "../figures.ts";
import { html, type Markup } from "../html.ts";
import type { ReportModel, TmpfsLimits, TmpfsRow } from "../model.ts";
import { andMore, nothing } from "../parts.ts";
import { tmpfsLimitsOf, tmpfsRowsOf } from "../rows.ts";
import { bar, type ChartRow, chart, legend } from "./bar.ts";

const maxRows = 24;

/** Each bar is a memory limit, its filled part the tmpfs; two lines say where the policy warns and where it ends. */
export function tmpfsChart(model: ReportModel): Markup {
	const limits = tmpfsLimitsOf(model);
	if (limits === null) return html``;
	const { shown, left } = bounded(tmpfsRowsOf(model), maxRows);
	const content =
		shown.length === 0
			? nothing("No definition with a tmpfs and a memory limit was judged.")
			: html`${legend([
					{ tone: "pass", word: `up to ${percent(limits.warn)}` },
					{ tone: "low", word: `above ${percent(limits.warn)}: low failure` },
					{ tone: "medium", word: `above ${percent(limits.maximum)}: medium failure` },
					{ tone: "high", word: `${percent(1)} or more: high failure` },
				])}
${chart(shown.map((row) => rowOf(row, limits)))}${scale(limits)}${andMore(left, ", with a smaller share")}`;
	return html`<figure class="limits" aria-labelledby="chart-tmpfs">
<figcaption><h3 id="chart-tmpfs">Tmpfs against memory</h3>
<p>A tmpfs is charged to the memory limit: what it takes, the process does not have. A whole bar is the limit; the lines stand at ${percent(limits.warn)} and ${percent(limits.maximum)}.</p></figcaption>
${content}
</figure>`;
}

function rowOf({ subject, container, tmpfsMiB, memoryMiB }: TmpfsRow, limits: TmpfsLimits): ChartRow {
	const share = tmpfsMiB / memoryMiB;
	const figures = `${percent(share)}: ${mebibytes(tmpfsMiB, memoryMiB)}`;
	const told = `${subject}${container === null ? "" : `, container ${container}`}: tmpfs takes ${figures}`;
	return {
		label: subject,
		under: container ?? "",
		bar: bar(
			told,
			[{ from: 0, length: Math.min(share, 1), tone: toneOf(share, limits) }],
			[
				{ at: limits.warn, tone: "warn" },
				{ at: limits.maximum, tone: "maximum" },
			],
		),
		figures,
	};
}

/** The colour of the severity that the control gives such a share. */
function toneOf(share: number, { warn, maximum }: TmpfsLimits): string {
	if (share >= 1) return "high";
	if (share > maximum) return "medium";
	return share > warn ? "low" : "pass";
}

/** The axis: the two lines by name, and the whole. Names stand away from each other, so they cannot collide. */
function scale({ warn, maximum }: TmpfsLimits): Markup {
	const at = (share: number): string => `${Number((Math.min(Math.max(share, 0), 1) * 100).toFixed(2))}%`;
	return html`<div class="axis"><svg width="100%" height="20" aria-hidden="true"><text x="${at(warn)}" dx="-4" y="13" text-anchor="end">warn ${percent(warn)}</text><text x="${at(maximum)}" dx="4" y="13">maximum ${percent(maximum)}</text><text x="100%" y="13" text-anchor="end">memory limit</text></svg></div>`;
}
