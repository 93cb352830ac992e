import type { Severity, Status } from "../core/verdict.ts";
import { figure } from "./figures.ts";
import { type Content, html, type Markup } from "./html.ts";

/** A section of the page: its heading in the margin, its content beside it. */
export function section(id: string, heading: string, note: Content, content: Content): Markup {
	return html`<section class="part" aria-labelledby="${id}">
<div class="part-head"><h2 id="${id}">${heading}</h2><p>${note}</p></div>
<div class="part-body">${content}</div>
</section>
`;
}

/** What stands where there is nothing to show. */
export const nothing = (sentence: string): Markup => html`<p class="nothing">${sentence}</p>`;

/** `and 12 more, …`; nothing when all is shown. */
export const andMore = (left: number, rest = ""): Content =>
	left > 0 && html`<p class="more">and ${figure(left)} more${rest}</p>`;

/** How a status reads to people. */
export const statusWords: Readonly<Record<Status, string>> = {
	fail: "Fails",
	unknown: "Could not look",
	waived: "Waived",
	pass: "Passes",
	"not-applicable": "Does not apply",
};

/** Colour class of a status; a failure is coloured by its severity. */
export function toneOf(status: Status, severity: Severity): string {
	switch (status) {
		case "fail":
			return severity.toLowerCase();
		case "not-applicable":
			return "absent";
		default:
			return status;
	}
}

/** A word with its colour beside it: the colour is never the only carrier of what is said. */
export const mark = (tone: string, word: string): Markup => html`<span class="mark tone-${tone}">${word}</span>`;

export const severityWord = (severity: Severity): string => severity.charAt(0) + severity.slice(1).toLowerCase();
