import { truncate } from "../core/text.ts";
import { type Check, describeControl, takeFirst } from "./checks.ts";
import { andMore, badge, emptyNote, section } from "./elements.ts";
import { html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { labelOfEntry } from "./names.ts";
import { maxMessageLength } from "./verdict-details.ts";

const maxUnknowns = 60;

/** Every check whose verdict is unknown. */
export function unknownsSection(model: ReportModel, checks: readonly Check[]): Markup {
	const unknown = checks.filter(({ verdict }) => verdict.status === "unknown");
	const { shown, remaining } = takeFirst(unknown, maxUnknowns);
	const content =
		shown.length === 0
			? emptyNote(checks.length === 0 ? "No checks were made." : "Every check has a result.")
			: html`<ul class="unknowns">${shown.map((check) => renderUnknown(model, check))}</ul>${andMore(remaining, " are unknown")}`;
	return section(
		"unknown",
		"Unknown",
		"Neither a pass nor a failure: AWS did not answer, or has no result yet.",
		content,
	);
}

function renderUnknown(model: ReportModel, { entry, control, verdict }: Check): Markup {
	const { title } = describeControl(model.controls, control);
	return html`
<li>${badge("unknown", verdict.pending ? "Pending" : "Unknown")}
<div><p class="subject"><strong>${labelOfEntry(entry)}</strong></p>
<p>${truncate(verdict.message, maxMessageLength)}</p>
<p class="aside">${title} <code>${control}</code></p></div></li>`;
}
