import { cut } from "../../core/text.ts";
import { bounded } from "../checks.ts";
import { bytes, counted, usd } from "../figures.ts";
import { html, type Markup } from "../html.ts";
import type { ReportModel, StorageRow } from "../model.ts";
import { andMore, nothing } from "../parts.ts";
import { storageRowsOf } from "../rows.ts";
import { bar, type ChartRow, chart } from "./bar.ts";

const maxRows = 24;

/** What would be freed in each repository, and what that costs a month today. */
export function storageChart(model: ReportModel): Markup {
	const rows = storageRowsOf(model);
	const { shown, left } = bounded(rows, maxRows);
	const most = shown[0]?.freedBytes ?? 0;
	const content =
		rows.length === 0
			? nothing("No repository without a lifecycle policy holds images that one would expire.")
			: html`<p class="total">${totalOf(rows)}</p>
${chart(shown.map((row) => rowOf(row, most)))}${andMore(left, ", with less to free")}`;
	return html`<figure aria-labelledby="chart-storage">
<figcaption><h3 id="chart-storage">Storage a lifecycle policy would free</h3>
<p>If the ready policy of each finding were put in place: images that it would expire and what they hold, at most, because layers that other images share stay. A GB is 2<sup>30</sup> bytes, as on AWS's bill${priceOf(rows)}.</p></figcaption>
${content}
</figure>`;
}

const priceOf = (rows: readonly StorageRow[]): string => {
	const price = rows.find((row) => row.storagePrice !== undefined)?.storagePrice;
	return price === undefined ? "" : `; ${cut(price, 200)}`;
};

function totalOf(rows: readonly StorageRow[]): Markup {
	const freed = rows.reduce((sum, row) => sum + row.freedBytes, 0);
	const images = rows.reduce((sum, row) => sum + row.expiringImages, 0);
	const priced = rows.flatMap((row) => row.freedUsdPerMonth ?? []);
	const price = priced.length > 0 && `, about ${usd(priced.reduce((sum, one) => sum + one, 0))} a month`;
	return html`<strong>${bytes(freed)}</strong> in ${counted(images, "image")}${price}`;
}

function rowOf({ subject, expiringImages, freedBytes, freedUsdPerMonth }: StorageRow, most: number): ChartRow {
	const figures = `${bytes(freedBytes)} in ${counted(expiringImages, "image")}`;
	const note = freedUsdPerMonth === null ? null : `${usd(freedUsdPerMonth)} a month`;
	const told = `${subject}: ${figures}${note === null ? "" : `, ${note}`}`;
	const drawn = bar(told, [{ from: 0, length: freedBytes / most, tone: "storage" }]);
	return { label: subject, under: "", bar: drawn, figures, ...(note !== null && { note }) };
}
