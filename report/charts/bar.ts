import { html, type Markup } from "../html.ts";

/** A segment of a bar, in fractions of its full width, 0 to 1. */
interface Segment {
	readonly from: number;
	readonly length: number;
	readonly tone: string;
}

/** A vertical line across a bar; `at` is a fraction of the width. */
interface Line {
	readonly at: number;
	readonly tone: string;
}

/**
 * One bar that fills the available width: lengths are percentages, so nothing has to be measured and neighboring text
 * keeps its size. `label` is the text alternative for screen readers.
 */
export function bar(label: string, segments: readonly Segment[], lines: readonly Line[] = []): Markup {
	const rects = segments
		.filter(({ length }) => length > 0)
		.map(
			({ from, length, tone }) =>
				html`<rect class="tone-${tone}" x="${percentage(from)}" y="6" width="${percentage(length)}" height="16"/>`,
		);
	const rules = lines.map(
		({ at, tone }) => html`<line class="tone-${tone}" x1="${percentage(at)}" x2="${percentage(at)}" y1="0" y2="28"/>`,
	);
	const track = html`<rect class="track" x="0" y="6" width="100%" height="16"/>`;
	return html`<svg class="bar" width="100%" height="28" role="img" aria-label="${label}">${track}${rects}${rules}</svg>`;
}

/** Segments placed end to end in list order; each is as long as its count, and the full width stands for `max`. */
export function stackSegments(
	parts: readonly { readonly count: number; readonly tone: string }[],
	max: number,
): Segment[] {
	let from = 0;
	return parts.map(({ count, tone }) => {
		const length = max > 0 ? count / max : 0;
		const segment = { from, length, tone };
		from += length;
		return segment;
	});
}

const percentage = (value: number): string => `${Number((Math.min(Math.max(value, 0), 1) * 100).toFixed(2))}%`;

/** A row of a chart: label, bar and figures. Screen readers get the figures from the bar's own label. */
export interface ChartRow {
	readonly label: string;
	readonly sublabel: string;
	readonly bar: Markup;
	readonly figures: string;
	/** A second line below the figures. */
	readonly note?: string;
}

export function chart(rows: readonly ChartRow[]): Markup {
	return html`<ul class="chart">${rows.map(renderRow)}
</ul>`;
}

function renderRow({ label, sublabel, bar: barMarkup, figures, note }: ChartRow): Markup {
	const noteMarkup = note !== undefined && html`<span>${note}</span>`;
	return html`
<li><p class="chart-label">${label}${sublabel !== "" && html` <span>${sublabel}</span>`}</p>${barMarkup}\
<p class="chart-figures" aria-hidden="true">${figures}${noteMarkup}</p></li>`;
}

/** The colors of a chart and what they mean. */
export const legend = (keys: readonly { readonly tone: string; readonly word: string }[]): Markup =>
	html`<ul class="legend" aria-label="Colors">${keys.map(({ tone, word }) => html`<li><span class="mark tone-${tone}">${word}</span></li>`)}</ul>`;
