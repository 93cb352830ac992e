import { html, type Markup } from "../html.ts";
import { widthOf } from "./text-width.ts";

/** The picture of the app beside a message. */
export function avatar(x: number, y: number): Markup {
	const stripes = html`<rect class="white" y="7" width="36" height="22"/><rect class="red" y="14" width="36" height="8"/>`;
	return html`<g transform="translate(${x} ${y})"><rect class="blue" width="36" height="36" rx="8"/>${stripes}</g>`;
}

const name = "Shipshape";

/** The line above a message: who has sent it, and when. `y`: of the line on which the text stands. */
export function sender(x: number, y: number, time: string | undefined): readonly Markup[] {
	const badge = x + Math.ceil(widthOf(name, { size: 15, isBold: true })) + 6;
	return [
		html`<text class="ink bold" font-size="15" x="${x}" y="${y}">${name}</text>`,
		html`<rect class="app" x="${badge}" y="${y - 12}" width="29" height="15" rx="3"/>`,
		html`<text class="muted bold" font-size="10" x="${badge + 14.5}" y="${y - 1}" text-anchor="middle">APP</text>`,
		...(time === undefined
			? []
			: [html`<text class="muted" font-size="12" x="${badge + 36}" y="${y - 0.5}">${time}</text>`]),
	];
}
