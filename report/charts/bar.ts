import { html, type Markup } from "../html.ts";

/** A stretch of a bar, as shares of its whole width, 0 to 1. */
interface Stretch {
	readonly from: number;
	readonly length: number;
	readonly tone: string;
}

/** A vertical line across a bar. */
interface Line {
	readonly at: number;
	readonly tone: string;
}

/**
 * One bar as wide as its place, whatever the screen: shares become percentages, so nothing has to be measured and text
 * beside it keeps its size. `told` says to those who do not see it what the bar shows.
 */
export function bar(told: string, stretches: readonly Stretch[], lines: readonly Line[] = []): Markup {
	const drawn = stretches
		.filter(({ length }) => length > 0)
		.map(
			({ from, length, tone }) =>
				html`<rect class="tone-${tone}" x="${share(from)}" y="6" width="${share(length)}" height="16"/>`,
		);
	const ruled = lines.map(
		({ at, tone }) => html`<line class="tone-${tone}" x1="${share(at)}" x2="${share(at)}" y1="0" y2="28"/>`,
	);
	return html`<svg class="bar" width="100%" height="28" role="img" aria-label="${told}"><rect class="track" x="0" y="6" width="100%" height="16"/>${drawn}${ruled}</svg>`;
}

/** Stretches laid end to end in the order of the list; each of a count, all of them on a scale of `most`. */
export function laid(parts: readonly { readonly count: number; readonly tone: string }[], most: number): Stretch[] {
	let from = 0;
	return parts.map(({ count, tone }) => {
		const length = most > 0 ? count / most : 0;
		const stretch = { from, length, tone };
		from += length;
		return stretch;
	});
}

const share = (value: number): string => `${Number((Math.min(Math.max(value, 0), 1) * 100).toFixed(2))}%`;

/** A row of a chart: what it is about, the bar, and the figures in words. The bar's own text says the figures to those who listen. */
export interface ChartRow {
	readonly label: string;
	readonly under: string;
	readonly bar: Markup;
	readonly figures: string;
	/** A second line below the figures. */
	readonly note?: string;
}

export function chart(rows: readonly ChartRow[]): Markup {
	return html`<ul class="chart">${rows.map(
		({ label, under, bar: drawn, figures, note }) => html`
<li><p class="chart-label">${label}${under !== "" && html` <span>${under}</span>`}</p>${drawn}<p class="chart-figures" aria-hidden="true">${figures}${note !== undefined && html`<span>${note}</span>`}</p></li>`,
	)}
</ul>`;
}

/** The colours of a chart with their words. */
export const legend = (keys: readonly { readonly tone: string; readonly word: string }[]): Markup =>
	html`<ul class="legend" aria-label="Colours">${keys.map(({ tone, word }) => html`<li><span class="mark tone-${tone}">${word}</span></li>`)}</ul>`;
