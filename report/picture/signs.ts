import { html, type Markup } from "../html.ts";

/*
 * The signs of our messages, drawn: not every system has an emoji font, and each has its own. Any other emoji is text.
 */

const circle = (color: string, edge = ""): Markup =>
	html`<circle cx="10" cy="10" r="9" fill="${color}"${edge !== "" && html` stroke="${edge}"`}/>`;
const square = (color: string): Markup => html`<rect x="1" y="1" width="18" height="18" rx="4" fill="${color}"/>`;
const line = (path: string, color = "#fff"): Markup =>
	html`<path d="${path}" fill="none" stroke="${color}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`;

/** In a square of 20 units. */
const drawings: ReadonlyMap<string, readonly Markup[]> = new Map([
	["🔴", [circle("#dd2e44")]],
	["🟠", [circle("#f4900c")]],
	["🟡", [circle("#fdcb58")]],
	["🔵", [circle("#55acee")]],
	["🟢", [circle("#78b159")]],
	["⚪", [circle("#f5f8fa", "#aab8c2")]],
	["⛔", [circle("#dd2e44"), html`<rect x="4" y="8" width="12" height="4" rx="1" fill="#fff"/>`]],
	["✅", [square("#5fa843"), line("M5 10.5l3.5 3.5L15 6")]],
	["➡", [square("#3b88c3"), line("M5 10h10M11 6l4 4-4 4")]],
	[
		"🚨",
		[
			line("M2.5 8L1 7.5M5 3.5L4 2.3M17.5 8l1.5-.5M15 3.5l1-1.2M10 2V.8", "#f4900c"),
			html`<path d="M4.5 15l1.2-6.6C6 6 7.8 4.6 10 4.6s4 1.4 4.3 3.8L15.5 15z" fill="#dd2e44"/>`,
			html`<circle cx="10" cy="10" r="2.2" fill="#ffd983"/>`,
			html`<rect x="2.5" y="14.6" width="15" height="4.4" rx="1.2" fill="#66757f"/>`,
		],
	],
]);

/** A sign, with the selector of its colored form. */
const sign = new RegExp(`((?:${[...drawings.keys()].join("|")})\\ufe0f?)`, "u");

/** A text in parts; each second one is a sign. */
export const splitSigns = (text: string): readonly string[] => text.split(sign);

/** A sign in a square of `size` pixels. */
export const drawSign = (text: string, x: number, y: number, size: number): Markup =>
	html`<g transform="translate(${x} ${y}) scale(${size / 20})">${drawings.get(text.replace("\ufe0f", "")) ?? []}</g>`;
