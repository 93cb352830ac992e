import { cut } from "../core/text.ts";
import { bounded, type Check, toldOf } from "./checks.ts";
import { html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { labelOfEntry } from "./naming.ts";
import { andMore, mark, nothing, section } from "./parts.ts";
import { longestMessage } from "./telling.ts";

const maxUnseen = 60;

/** What could not be judged: neither passed nor failed, and never left out. */
export function couldNotLook(model: ReportModel, checks: readonly Check[]): Markup {
	const unseen = checks.filter(({ verdict }) => verdict.status === "unknown");
	const { shown, left } = bounded(unseen, maxUnseen);
	const content =
		shown.length === 0
			? nothing(checks.length === 0 ? "No check was made." : "Every check could look.")
			: html`<ul class="unseen">${shown.map((check) => itemOf(model, check))}</ul>${andMore(left, " could not look either")}`;
	return section(
		"unseen",
		"Could not look",
		"Neither a pass nor a failure: AWS did not say, or has not said yet.",
		content,
	);
}

function itemOf(model: ReportModel, { entry, control, verdict }: Check): Markup {
	const { title } = toldOf(model.controls, control);
	return html`
<li>${mark("unknown", verdict.pending ? "On its way" : "Could not look")}
<div><p class="subject"><strong>${labelOfEntry(entry)}</strong></p>
<p>${cut(verdict.message, longestMessage)}</p>
<p class="aside">${title} <code>${control}</code></p></div></li>`;
}
