import { truncate } from "../core/text.ts";
import type { Severity } from "../core/verdict.ts";
import { type Check, describeControl, failedChecks, takeFirst } from "./checks.ts";
import { andMore, badge, emptyNote, section, severityWord, toneOf } from "./elements.ts";
import { formatNumber } from "./format.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { labelOfEntry, nameOfEntry } from "./names.ts";
import { maxMessageLength, renderContainers, renderRemediation, renderVulnerabilities } from "./verdict-details.ts";

const maxGroups = 30;
const maxCases = 8;

/** All failures, worst first, grouped by control and severity. */
export function failuresSection(
	model: ReportModel,
	checks: readonly Check[],
	anchors: ReadonlyMap<string, string>,
): Markup {
	const groups = groupsOf(failedChecks(checks));
	const { shown, remaining } = takeFirst(groups, maxGroups);
	const content =
		groups.length === 0
			? emptyNote(
					checks.length === 0
						? "Nothing was checked, so there are no known failures."
						: "Nothing failed: there is nothing to fix.",
				)
			: [
					html`<ol class="todo">${shown.map((group) => renderGroup(model, group, anchors))}</ol>`,
					andMore(remaining, ", of lower severity; see the subjects below"),
				];
	return section(
		"failures",
		"What to fix",
		"Worst first. Each heading states what should be true; failures of one control are grouped.",
		content,
	);
}

interface Group {
	readonly control: string;
	readonly severity: Severity;
	readonly checks: readonly Check[];
}

/** The checks are sorted worst first, and a Map keeps that order. */
function groupsOf(checks: readonly Check[]): readonly Group[] {
	const byKey = Map.groupBy(checks, ({ control, verdict }) => `${verdict.severity} ${control}`);
	return [...byKey.values()].flatMap((groupChecks) => {
		const [first] = groupChecks;
		return first === undefined ? [] : { control: first.control, severity: first.verdict.severity, checks: groupChecks };
	});
}

function renderGroup(
	model: ReportModel,
	{ control, severity, checks }: Group,
	anchors: ReadonlyMap<string, string>,
): Markup {
	const { title, why, references } = describeControl(model.controls, control);
	const { shown, remaining } = takeFirst(checks, maxCases);
	const withSameRemediation = findSharedRemediation(checks);
	const tally = checks.length > 1 && html`${formatNumber(checks.length)}<span> subjects</span>`;
	return html`
<li>
<div class="todo-head">${badge(toneOf("fail", severity), severityWord(severity))}<p class="tally">${tally}</p></div>
<div class="todo-body">
<h3>${title}</h3>
<p class="why">${why}</p>
<ul class="cases">${shown.map((check) => renderCase(check, anchors, withSameRemediation === null))}</ul>${andMore(remaining, " with the same failure")}
${withSameRemediation !== null && renderRemediation(withSameRemediation.verdict)}${renderLinks(control, references)}
</div>
</li>`;
}

/** A check whose remediation is the same for the whole group; null when remediations differ or there is only one check. */
function findSharedRemediation(checks: readonly Check[]): Check | null {
	const texts = new Set(
		checks.map(({ verdict }) => JSON.stringify([verdict.remediation, verdict.fields["lifecyclePolicy"]])),
	);
	const [first] = checks;
	return texts.size === 1 && checks.length > 1 && first !== undefined ? first : null;
}

function renderCase({ entry, verdict }: Check, anchors: ReadonlyMap<string, string>, withRemediation: boolean): Markup {
	const { name, detail } = nameOfEntry(entry);
	const anchor = anchors.get(entry.arn);
	const named = html`<strong>${name}</strong>${detail !== "" && html` <span>${detail}</span>`}`;
	const details = [
		renderContainers(verdict),
		renderVulnerabilities(verdict, 3),
		withRemediation && renderRemediation(verdict),
	];
	return html`
<li><p class="subject">${anchor === undefined ? named : html`<a href="#${anchor}" title="${labelOfEntry(entry)}">${named}</a>`}</p>
<p>${truncate(verdict.message, maxMessageLength)}</p>${details}</li>`;
}

/** The control's id and links to its documentation: the only links in the report that lead to other sites. */
function renderLinks(control: string, references: readonly string[]): Content {
	const links = references
		.filter((reference) => reference.startsWith("https://"))
		.map((url) => html` <a href="${url}" rel="noreferrer">${pageNameOf(url)}</a>`);
	return html`<p class="foot"><code>${control}</code>${links}</p>`;
}

/** A short name for a URL: `API_Tmpfs`, `ecr-controls, ecr-3`. */
function pageNameOf(url: string): string {
	const [address = "", section] = url.split("#");
	const page = address
		.replace(/\/$/, "")
		.replace(/^.*\//, "")
		.replace(/\.html$/, "");
	return section === undefined ? page : `${page}, ${section}`;
}
