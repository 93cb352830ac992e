import type { LedgerEntry } from "../core/ledger.ts";
import type { SubjectKind } from "../core/subject.ts";
import { cut } from "../core/text.ts";
import { bounded, bySeverity, byText, type Check, checksOf, failing, toldOf, worstnessOf } from "./checks.ts";
import { counted, figure, moment } from "./figures.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { kindNames, nameOfEntry } from "./naming.ts";
import { andMore, mark, nothing, section, severityWord, statusWords, toneOf } from "./parts.ts";
import { advice, containersOf, longestMessage, vulnerabilitiesOf } from "./telling.ts";

const maxOfKind = 100;

interface KindList {
	readonly kind: SubjectKind;
	readonly shown: readonly LedgerEntry[];
	readonly left: number;
}

/** The subjects that the page has room for, by kind, those with the worst failures first. */
export function listsOf(entries: readonly LedgerEntry[]): readonly KindList[] {
	const present = entries.filter((entry) => entry.state === "present");
	return (Object.keys(kindNames) as SubjectKind[]).map((kind) => {
		const ordered = present
			.filter((entry) => entry.subject.kind === kind)
			.map((entry) => ({ entry, worstness: worstnessOf(checksOf([entry])) }))
			.sort((a, b) => byText(a.worstness, b.worstness) || byText(a.entry.arn, b.entry.arn))
			.map(({ entry }) => entry);
		return { kind, ...bounded(ordered, maxOfKind) };
	});
}

/** Where each subject that is shown can be found on the page, by ARN. */
export function anchorsOf(lists: readonly KindList[]): ReadonlyMap<string, string> {
	return new Map(
		lists.flatMap(({ kind, shown }) => shown.map(({ arn }, index) => [arn, `${kind}-${index + 1}`] as const)),
	);
}

/** Every verdict of every subject, folded away until asked for. */
export function subjects(model: ReportModel, lists: readonly KindList[], anchors: ReadonlyMap<string, string>): Markup {
	const gone = model.entries.filter((entry) => entry.state === "gone").length;
	const kinds = lists.filter(({ shown }) => shown.length > 0).map((list) => kindList(model, list, anchors));
	const content = html`${kinds.length === 0 ? nothing("No subject is in the ledger.") : kinds}${gone > 0 && html`<p class="aside">${counted(gone, "subject is", "subjects are")} gone from AWS; the findings are closed.</p>`}`;
	return section("subjects", "By subject", "Every verdict, with its reason. Open a line to read them.", content);
}

function kindList(model: ReportModel, { kind, shown, left }: KindList, anchors: ReadonlyMap<string, string>): Markup {
	return html`<h3>${kindNames[kind].many} <span class="tally">${figure(shown.length + left)}</span></h3>
<div class="subjects">${shown.map((entry) => details(model, entry, anchors.get(entry.arn) ?? ""))}</div>${andMore(left, ", with milder verdicts or none")}
`;
}

function details(model: ReportModel, entry: LedgerEntry, anchor: string): Markup {
	const checks = checksOf([entry]);
	const { name, detail } = nameOfEntry(entry);
	return html`
<details class="fold"><summary><span class="subject"><strong>${name}</strong>${detail !== "" && html` <span>${detail}</span>`}</span><span class="tallies">${talliesOf(checks)}</span></summary>
<div class="inside" id="${anchor}"><p class="aside"><code class="arn">${cut(entry.arn, 400)}</code><br>Read from AWS ${moment(entry.readAt)}</p>
<ul class="verdicts">${checks.map((check) => verdictItem(model, check))}</ul></div></details>`;
}

/** The failures by severity, and how many could not look; `passes` when there are neither. */
function talliesOf(checks: readonly Check[]): Content {
	const failed = bySeverity(failing(checks)).map(([severity, count]) =>
		mark(toneOf("fail", severity), `${figure(count)} ${severityWord(severity).toLowerCase()}`),
	);
	const others = (["unknown", "waived"] as const).flatMap((status) => {
		const count = checks.filter(({ verdict }) => verdict.status === status).length;
		return count > 0 ? mark(status, `${figure(count)} ${statusWords[status].toLowerCase()}`) : [];
	});
	const all = [...failed, ...others];
	if (all.length > 0) return all;
	return checks.length > 0 ? mark("pass", "passes") : mark("absent", "no verdicts");
}

function verdictItem(model: ReportModel, { control, verdict }: Check): Markup {
	const { title } = toldOf(model.controls, control);
	const word = verdict.status === "fail" ? severityWord(verdict.severity) : statusWords[verdict.status];
	const open = verdict.status === "fail" || verdict.status === "waived";
	return html`
<li>${mark(toneOf(verdict.status, verdict.severity), word)}<div><h4>${title} <code>${control}</code></h4>
<p>${cut(verdict.message, longestMessage)}</p>${containersOf(verdict)}${vulnerabilitiesOf(verdict, 10)}${open && advice(verdict)}${open && html`<p class="aside">Since ${moment(verdict.firstFailed ?? verdict.since)}</p>`}</div></li>`;
}
