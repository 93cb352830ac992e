import { cut } from "../core/text.ts";
import { bounded, byText } from "./checks.ts";
import { moment } from "./figures.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { BlockedRecord, ReportModel } from "./model.ts";
import { nameOfArn } from "./naming.ts";
import { andMore, mark, nothing, section } from "./parts.ts";

const maxBlocks = 40;
const maxControls = 10;

const outcomes: ReadonlyMap<string, { readonly word: string; readonly tone: string }> = new Map([
	["done", { word: "Blocked", tone: "critical" }],
	["would-have", { word: "Would have been blocked", tone: "medium" }],
	["failed", { word: "Block failed", tone: "high" }],
	["gone", { word: "Already gone", tone: "absent" }],
	["protected", { word: "Protected by the policy", tone: "waived" }],
]);

/** Every attempt to stop a deploy, the newest first. */
export function blockedRevisions(model: ReportModel): Markup {
	const note =
		model.mode === "enforce"
			? "Enforce mode: a new revision that fails a blocking control is deregistered."
			: "Audit mode: nothing is stopped; what would have been is said here.";
	const { shown, left } = bounded(
		[...model.blocked].sort((a, b) => byText(b.at, a.at) || byText(a.resource, b.resource)),
		maxBlocks,
	);
	const content =
		shown.length === 0
			? nothing("No revision was blocked.")
			: html`<div class="table"><table role="table"><caption>Attempts to stop a deploy</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Revision</th><th role="columnheader" scope="col">Outcome</th><th role="columnheader" scope="col">Because of</th><th role="columnheader" scope="col">When</th></tr></thead>
<tbody role="rowgroup">${shown.map(rowOf)}</tbody></table></div>${andMore(left, ", earlier")}`;
	return section("blocked", "Blocked revisions", note, content);
}

function rowOf({ at, action, resource, because, outcome, reason }: BlockedRecord): Markup {
	const { word, tone } = outcomes.get(outcome) ?? { word: cut(outcome, 40), tone: "absent" };
	const controls = because.slice(0, maxControls).map((control) => html`<code>${cut(control, 80)}</code> `);
	const why = reason !== undefined && html`<small>${cut(reason, 400)}</small>`;
	return html`
<tr role="row"><th role="rowheader" scope="row">${nameOfArn(resource)}<small>${cut(action, 40)}</small></th>${cell("Outcome", [mark(tone, word), why])}${cell("Because of", [controls, andMore(because.length - maxControls)])}${cell("When", moment(at))}</tr>`;
}

/** On a phone a row is a list: each cell then says by itself what it is. */
const cell = (label: string, content: Content): Markup =>
	html`<td role="cell" data-label="${label}"><div>${content}</div></td>`;
