import { countByStatus } from "../core/ledger.ts";
import { emptyNote, section } from "./elements.ts";
import { formatCount, formatNumber, formatSeconds } from "./format.ts";
import { html, type Markup } from "./html.ts";
import type { ReportModel, RunOutcome } from "./model.ts";

/** The run summary: what came in, what happened to it, and how long each phase took. */
export function runSection({ outcome, entries }: ReportModel): Markup {
	const content =
		outcome === undefined
			? emptyNote("This report was made from the ledger alone, so there is no run to describe.")
			: html`<dl class="run">${countsOf(outcome)}</dl>${renderPhases(outcome.seconds)}${renderMismatch(outcome, entries)}`;
	const note = "Every event ends as verdicts, as a no-op with a reason, or as a dead letter.";
	return section("run", "Run summary", note, content);
}

function countsOf(outcome: RunOutcome): readonly Markup[] {
	const { events, routed, unrouted, deadLetters } = outcome;
	const rows = [
		{ term: "Events", count: events, note: "sent" },
		{ term: "Routed", count: routed, note: "matched by a rule" },
		{ term: "Not routed", count: unrouted, note: "matched by no rule" },
		{
			term: "Dead letters",
			count: deadLetters,
			note: deadLetters === 0 ? "nothing rejected" : "kept in full, with a reason",
		},
		{ term: "Verdicts", count: sum(outcome.verdicts), note: "one per control and subject" },
	];
	return rows.map(
		({ term, count, note }) => html`
<div><dt>${term}</dt><dd>${formatNumber(count)}</dd><dd class="note">${note}</dd></div>`,
	);
}

function renderPhases(secondsByPhase: RunOutcome["seconds"]): Markup {
	const rows = Object.entries(secondsByPhase).map(
		([phase, value]) => html`
<tr${phase === "total" && html` class="sum"`}><th scope="row">${phase}</th><td class="number">${formatSeconds(value)}</td></tr>`,
	);
	return html`<table class="phases"><caption>Time by phase</caption>
<thead><tr><th scope="col">Phase</th><th scope="col" class="number">Took</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

/** The run's own count and the ledger must agree; a mismatch is shown. */
function renderMismatch({ verdicts }: RunOutcome, entries: ReportModel["entries"]): Markup | null {
	const inLedger = sum(countByStatus(entries));
	return inLedger === sum(verdicts)
		? null
		: html`<p class="aside">The ledger holds ${formatCount(inLedger, "verdict")}, but the run counted ${formatNumber(sum(verdicts))}.</p>`;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
	Object.values(counts).reduce((total, count) => total + count, 0);
