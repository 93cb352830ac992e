import { truncate } from "../core/text.ts";
import { outcomeWord } from "./block-words.ts";
import { compareText, takeFirst } from "./checks.ts";
import { andMore, badge, emptyNote, section } from "./elements.ts";
import { formatTime } from "./format.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { BlockedRecord, ReportModel } from "./model.ts";
import { nameOfArn } from "./names.ts";

const maxBlocks = 40;
const maxControls = 10;

/** Every attempt to block a deployment, newest first. */
export function blockedSection(model: ReportModel): Markup {
	const note =
		model.mode === "enforce"
			? "Enforce mode: a new revision that fails a blocking control is deregistered, and a deployment of it is refused or stopped."
			: "Audit mode: nothing is blocked; this section lists what would have been.";
	const { shown, remaining } = takeFirst(
		[...model.blocked].sort((a, b) => compareText(b.at, a.at) || compareText(a.resource, b.resource)),
		maxBlocks,
	);
	const content =
		shown.length === 0
			? emptyNote("No revision was blocked.")
			: html`<div class="table"><table role="table"><caption>Attempts to block a deployment</caption>
<thead role="rowgroup"><tr role="row">${columns}</tr></thead>
<tbody role="rowgroup">${shown.map(renderRow)}</tbody></table></div>${andMore(remaining, ", earlier")}`;
	return section("blocked", "Blocked revisions", note, content);
}

const columns = ["Revision", "Outcome", "Failed controls", "When"].map(
	(name) => html`<th role="columnheader" scope="col">${name}</th>`,
);

function renderRow(block: BlockedRecord): Markup {
	const { at, action, resource, because, reason } = block;
	const { word, tone } = outcomeWord(block);
	const controls = because.slice(0, maxControls).map((control) => html`<code>${truncate(control, 80)}</code> `);
	const why = reason !== undefined && html`<small>${truncate(reason, 400)}</small>`;
	const cells = [
		cell("Outcome", [badge(tone, word), why]),
		cell("Failed controls", [controls, andMore(because.length - maxControls)]),
		cell("When", formatTime(at)),
	];
	return html`
<tr role="row"><th role="rowheader" scope="row">${nameOfArn(resource)}<small>${truncate(action, 40)}</small></th>${cells}</tr>`;
}

/** On a narrow screen each row becomes a list, so every cell carries its own label. */
const cell = (label: string, content: Content): Markup =>
	html`<td role="cell" data-label="${label}"><div>${content}</div></td>`;
