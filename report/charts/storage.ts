import { truncate } from "../../core/text.ts";
import { storageRowsOf } from "../chart-rows.ts";
import { takeFirst } from "../checks.ts";
import { andMore, emptyNote } from "../elements.ts";
import { formatBytes, formatCount, formatUsd } from "../format.ts";
import { html, type Markup } from "../html.ts";
import type { ReportModel, StorageRow } from "../model.ts";
import { bar, type ChartRow, chart } from "./bar.ts";

const maxRows = 24;

/** The storage that would be freed in each repository, and its current monthly cost. */
export function storageChart(model: ReportModel): Markup {
	const rows = storageRowsOf(model);
	const { shown, remaining } = takeFirst(rows, maxRows);
	const max = shown[0]?.freedBytes ?? 0;
	const content =
		rows.length === 0
			? emptyNote("No repository without a lifecycle policy holds images that such a policy would expire.")
			: html`<p class="total">${totalOf(rows)}</p>
${chart(shown.map((row) => rowOf(row, max)))}${andMore(remaining, ", with less to free")}`;
	return html`<figure aria-labelledby="chart-storage">
<figcaption><h3 id="chart-storage">Storage a lifecycle policy would free</h3>
<p>The images that the policy proposed in each finding would expire, and the storage they use.
The savings are an upper bound, because layers shared with other images stay. A GB is 2<sup>30</sup> bytes, as on the AWS bill${priceOf(rows)}.</p></figcaption>
${content}
</figure>`;
}

const priceOf = (rows: readonly StorageRow[]): string => {
	const price = rows.find((row) => row.storagePrice !== undefined)?.storagePrice;
	return price === undefined ? "" : `; ${truncate(price, 200)}`;
};

function totalOf(rows: readonly StorageRow[]): Markup {
	const freed = rows.reduce((sum, row) => sum + row.freedBytes, 0);
	const images = rows.reduce((sum, row) => sum + row.expiringImages, 0);
	const priced = rows.flatMap((row) => row.freedUsdPerMonth ?? []);
	const price = priced.length > 0 && `, about ${formatUsd(priced.reduce((sum, one) => sum + one, 0))} a month`;
	return html`<strong>${formatBytes(freed)}</strong> in ${formatCount(images, "image")}${price}`;
}

function rowOf({ subject, expiringImages, freedBytes, freedUsdPerMonth }: StorageRow, max: number): ChartRow {
	const figures = `${formatBytes(freedBytes)} in ${formatCount(expiringImages, "image")}`;
	const note = freedUsdPerMonth === null ? null : `${formatUsd(freedUsdPerMonth)} a month`;
	const label = `${subject}: ${figures}${note === null ? "" : `, ${note}`}`;
	const barMarkup = bar(label, [{ from: 0, length: freedBytes / max, tone: "storage" }]);
	return { label: subject, sublabel: "", bar: barMarkup, figures, ...(note !== null && { note }) };
}
