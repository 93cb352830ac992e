import { cut } from "../core/text.ts";
import type { Severity } from "../core/verdict.ts";
import { bounded, type Check, failing, toldOf } from "./checks.ts";
import { figure } from "./figures.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { labelOfEntry, nameOfEntry } from "./naming.ts";
import { andMore, mark, nothing, section, severityWord, toneOf } from "./parts.ts";
import { advice, containersOf, longestMessage, vulnerabilitiesOf } from "./telling.ts";

const maxGroups = 30;
const maxCases = 8;

/** What needs doing, the worst first: all failures of one control at one severity stand together. */
export function todo(model: ReportModel, checks: readonly Check[], anchors: ReadonlyMap<string, string>): Markup {
	const groups = groupsOf(failing(checks));
	const { shown, left } = bounded(groups, maxGroups);
	const content =
		groups.length === 0
			? nothing(
					checks.length === 0
						? "Nothing was judged, so nothing is known to fail."
						: "Nothing failed: there is nothing to mend.",
				)
			: html`<ol class="todo">${shown.map((group) => groupItem(model, group, anchors))}</ol>${andMore(left, ", of lower severity; see the subjects below")}`;
	return section(
		"now",
		"What needs doing now",
		"Worst first. Each heading is the state that is wanted; failures of one control stand together.",
		content,
	);
}

interface Group {
	readonly control: string;
	readonly severity: Severity;
	readonly checks: readonly Check[];
}

/** The checks come worst first, and a Map keeps that order. */
function groupsOf(checks: readonly Check[]): readonly Group[] {
	const byKey = Map.groupBy(checks, ({ control, verdict }) => `${verdict.severity} ${control}`);
	return [...byKey.values()].flatMap((ofGroup) => {
		const [first] = ofGroup;
		return first === undefined ? [] : { control: first.control, severity: first.verdict.severity, checks: ofGroup };
	});
}

function groupItem(
	model: ReportModel,
	{ control, severity, checks }: Group,
	anchors: ReadonlyMap<string, string>,
): Markup {
	const { title, why, references } = toldOf(model.controls, control);
	const { shown, left } = bounded(checks, maxCases);
	const shared = sharedAdvice(checks);
	return html`
<li>
<div class="todo-head">${mark(toneOf("fail", severity), severityWord(severity))}<p class="tally">${checks.length > 1 && html`${figure(checks.length)}<span> subjects</span>`}</p></div>
<div class="todo-body">
<h3>${title}</h3>
<p class="why">${why}</p>
<ul class="cases">${shown.map((check) => caseItem(check, anchors, shared === null))}</ul>${andMore(left, " with the same failure")}
${shared !== null && advice(shared.verdict)}${footOf(control, references)}
</div>
</li>`;
}

/** The check whose advice is that of the whole group, when there is but one advice. */
function sharedAdvice(checks: readonly Check[]): Check | null {
	const texts = new Set(
		checks.map(({ verdict }) => JSON.stringify([verdict.remediation, verdict.fields["lifecyclePolicy"]])),
	);
	const [first] = checks;
	return texts.size === 1 && checks.length > 1 && first !== undefined ? first : null;
}

function caseItem({ entry, verdict }: Check, anchors: ReadonlyMap<string, string>, withAdvice: boolean): Markup {
	const { name, detail } = nameOfEntry(entry);
	const anchor = anchors.get(entry.arn);
	const named = html`<strong>${name}</strong>${detail !== "" && html` <span>${detail}</span>`}`;
	return html`
<li><p class="subject">${anchor === undefined ? named : html`<a href="#${anchor}" title="${labelOfEntry(entry)}">${named}</a>`}</p>
<p>${cut(verdict.message, longestMessage)}</p>${containersOf(verdict)}${vulnerabilitiesOf(verdict, 3)}${withAdvice && advice(verdict)}</li>`;
}

/** The control's id and its documentation: links that come from the control itself, the only ones that lead out. */
function footOf(control: string, references: readonly string[]): Content {
	const links = references
		.filter((reference) => reference.startsWith("https://"))
		.map((url) => html` <a href="${url}" rel="noreferrer">${pageOf(url)}</a>`);
	return html`<p class="foot"><code>${control}</code>${links}</p>`;
}

/** What a page is called by its address: `API_Tmpfs`, `ecr-controls, ecr-3`. */
function pageOf(url: string): string {
	const [address = "", section] = url.split("#");
	const page = address
		.replace(/\/$/, "")
		.replace(/^.*\//, "")
		.replace(/\.html$/, "");
	return section === undefined ? page : `${page}, ${section}`;
}
