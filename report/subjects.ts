import type { LedgerEntry } from "../core/ledger.ts";
import type { SubjectKind } from "../core/subject.ts";
import { truncate } from "../core/text.ts";
import {
	type Check,
	checksOf,
	compareText,
	countBySeverity,
	describeControl,
	failedChecks,
	sortKeyOf,
	takeFirst,
} from "./checks.ts";
import { andMore, badge, emptyNote, section, severityWord, statusWords, toneOf } from "./elements.ts";
import { formatCount, formatNumber, formatTime } from "./format.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { kindNames, nameOfEntry } from "./names.ts";
import { maxMessageLength, renderContainers, renderRemediation, renderVulnerabilities } from "./verdict-details.ts";

const maxPerKind = 100;

interface KindList {
	readonly kind: SubjectKind;
	readonly shown: readonly LedgerEntry[];
	readonly remaining: number;
}

/** The subjects that the page has room for, by kind, those with the worst failures first. */
export function listByKind(entries: readonly LedgerEntry[]): readonly KindList[] {
	const present = entries.filter((entry) => entry.state === "present");
	return (Object.keys(kindNames) as SubjectKind[]).map((kind) => {
		const ordered = present
			.filter((entry) => entry.subject.kind === kind)
			.map((entry) => ({ entry, worstness: sortKeyOf(checksOf([entry])) }))
			.sort((a, b) => compareText(a.worstness, b.worstness) || compareText(a.entry.arn, b.entry.arn))
			.map(({ entry }) => entry);
		return { kind, ...takeFirst(ordered, maxPerKind) };
	});
}

/** The anchor of each subject shown on the page, by ARN. */
export function anchorsOf(lists: readonly KindList[]): ReadonlyMap<string, string> {
	return new Map(
		lists.flatMap(({ kind, shown }) => shown.map(({ arn }, index) => [arn, `${kind}-${index + 1}`] as const)),
	);
}

/** Every verdict of every subject, collapsed. */
export function subjectsSection(
	model: ReportModel,
	lists: readonly KindList[],
	anchors: ReadonlyMap<string, string>,
): Markup {
	const gone = model.entries.filter((entry) => entry.state === "gone").length;
	const kinds = lists.filter(({ shown }) => shown.length > 0).map((list) => renderKind(model, list, anchors));
	const goneNote =
		gone > 0 &&
		html`<p class="aside">${formatCount(gone, "subject is", "subjects are")} gone from AWS; the findings are closed.</p>`;
	const content = html`${kinds.length === 0 ? emptyNote("The ledger holds no subjects.") : kinds}${goneNote}`;
	return section("subjects", "By subject", "Every verdict with its reason. Expand a line to read them.", content);
}

function renderKind(
	model: ReportModel,
	{ kind, shown, remaining }: KindList,
	anchors: ReadonlyMap<string, string>,
): Markup {
	const entries = shown.map((entry) => renderSubject(model, entry, anchors.get(entry.arn) ?? ""));
	return html`<h3>${kindNames[kind].many} <span class="tally">${formatNumber(shown.length + remaining)}</span></h3>
<div class="subjects">${entries}</div>${andMore(remaining, ", with less severe verdicts or none")}
`;
}

function renderSubject(model: ReportModel, entry: LedgerEntry, anchor: string): Markup {
	const checks = checksOf([entry]);
	const { name, detail } = nameOfEntry(entry);
	const title = html`<span class="subject"><strong>${name}</strong>${detail !== "" && html` <span>${detail}</span>`}</span>`;
	return html`
<details class="fold"><summary>${title}<span class="tallies">${renderTallies(checks)}</span></summary>
<div class="inside" id="${anchor}"><p class="aside"><code class="arn">${truncate(entry.arn, 400)}</code><br>Read from AWS ${formatTime(entry.readAt)}</p>
<ul class="verdicts">${checks.map((check) => renderVerdict(model, check))}</ul></div></details>`;
}

/** The failures by severity and the number unknown or waived; `passes` when there are none. */
function renderTallies(checks: readonly Check[]): Content {
	const failed = countBySeverity(failedChecks(checks)).map(([severity, count]) =>
		badge(toneOf("fail", severity), `${formatNumber(count)} ${severityWord(severity).toLowerCase()}`),
	);
	const others = (["unknown", "waived"] as const).flatMap((status) => {
		const count = checks.filter(({ verdict }) => verdict.status === status).length;
		return count > 0 ? badge(status, `${formatNumber(count)} ${statusWords[status].toLowerCase()}`) : [];
	});
	const all = [...failed, ...others];
	if (all.length > 0) return all;
	return checks.length > 0 ? badge("pass", "passes") : badge("absent", "no verdicts");
}

function renderVerdict(model: ReportModel, { control, verdict }: Check): Markup {
	const { title } = describeControl(model.controls, control);
	const word = verdict.status === "fail" ? severityWord(verdict.severity) : statusWords[verdict.status];
	const open = verdict.status === "fail" || verdict.status === "waived";
	const details = [
		renderContainers(verdict),
		renderVulnerabilities(verdict, 10),
		open && renderRemediation(verdict),
		open && html`<p class="aside">Since ${formatTime(verdict.firstFailed ?? verdict.since)}</p>`,
	];
	return html`
<li>${badge(toneOf(verdict.status, verdict.severity), word)}<div><h4>${title} <code>${control}</code></h4>
<p>${truncate(verdict.message, maxMessageLength)}</p>${details}</div></li>`;
}
