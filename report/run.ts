import { countByStatus } from "../core/ledger.ts";
import { counted, figure, seconds } from "./figures.ts";
import { html, type Markup } from "./html.ts";
import type { ReportModel, RunOutcome } from "./model.ts";
import { nothing, section } from "./parts.ts";

/** How the pipeline fared: what came in, what became of it, and how long each phase took. */
export function run({ outcome, entries }: ReportModel): Markup {
	const content =
		outcome === undefined
			? nothing("This report was made from the ledger alone; no run is described.")
			: html`<dl class="run">${countsOf(outcome)}</dl>${phases(outcome.seconds)}${disagreement(outcome, entries)}`;
	const note = "Every event ends as verdicts, as a no-op with a reason, or as a dead letter.";
	return section("run", "How the run went", note, content);
}

function countsOf(outcome: RunOutcome): readonly Markup[] {
	const { events, routed, unrouted, deadLetters } = outcome;
	const rows = [
		{ term: "Events", count: events, note: "sent" },
		{ term: "Routed", count: routed, note: "taken by a rule" },
		{ term: "Not routed", count: unrouted, note: "about something else" },
		{
			term: "Dead letters",
			count: deadLetters,
			note: deadLetters === 0 ? "nothing refused" : "kept whole, with a reason",
		},
		{ term: "Verdicts", count: sum(outcome.verdicts), note: "one a control and subject" },
	];
	return rows.map(
		({ term, count, note }) => html`
<div><dt>${term}</dt><dd>${figure(count)}</dd><dd class="note">${note}</dd></div>`,
	);
}

function phases(took: RunOutcome["seconds"]): Markup {
	const rows = Object.entries(took).map(
		([phase, value]) => html`
<tr${phase === "total" && html` class="sum"`}><th scope="row">${phase}</th><td class="number">${seconds(value)}</td></tr>`,
	);
	return html`<table class="phases"><caption>Time by phase</caption>
<thead><tr><th scope="col">Phase</th><th scope="col" class="number">Took</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

/** The run's own count and the ledger must agree; where they do not, the reader is told. */
function disagreement({ verdicts }: RunOutcome, entries: ReportModel["entries"]): Markup | null {
	const inLedger = sum(countByStatus(entries));
	return inLedger === sum(verdicts)
		? null
		: html`<p class="aside">The ledger holds ${counted(inLedger, "verdict")}, the run counted ${figure(sum(verdicts))}.</p>`;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
	Object.values(counts).reduce((total, count) => total + count, 0);
