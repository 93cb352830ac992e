import type { Severity, Status } from "../core/verdict.ts";
import { formatNumber } from "./format.ts";
import { type Content, html, type Markup } from "./html.ts";

/** A section of the page, with its heading in the margin and its content beside it. */
export function section(id: string, heading: string, note: Content, content: Content): Markup {
	return html`<section class="part" aria-labelledby="${id}">
<div class="part-head"><h2 id="${id}">${heading}</h2><p>${note}</p></div>
<div class="part-body">${content}</div>
</section>
`;
}

/** Shown where there is nothing to list. */
export const emptyNote = (sentence: string): Markup => html`<p class="nothing">${sentence}</p>`;

/** `and 12 more, …`; nothing when everything is shown. */
export const andMore = (remaining: number, rest = ""): Content =>
	remaining > 0 && html`<p class="more">and ${formatNumber(remaining)} more${rest}</p>`;

/** The label of each status. */
export const statusWords: Readonly<Record<Status, string>> = {
	fail: "Fails",
	unknown: "Unknown",
	waived: "Waived",
	pass: "Passes",
	"not-applicable": "Does not apply",
};

/** The color class of a status; a failure is colored by its severity. */
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

/** A word with a color marker: color is never the only carrier of information. */
export const badge = (tone: string, word: string): Markup => html`<span class="mark tone-${tone}">${word}</span>`;

export const severityWord = (severity: Severity): string => severity.charAt(0) + severity.slice(1).toLowerCase();
