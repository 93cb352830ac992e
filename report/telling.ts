import type { RecordedVerdict } from "../core/ledger.ts";
import { cut, listed } from "../core/text.ts";
import { figure } from "./figures.ts";
import { type Content, html, type Markup, preformatted } from "./html.ts";

/** Longest texts that a report shows: whatever a verdict holds, the page stays readable. */
const longestAdvice = 4_000;
export const longestMessage = 1_200;

/** How to mend it. A text of several lines keeps its lines; a text that a finding has ready to be used can be unfolded. */
export function advice({ remediation, fields }: Pick<RecordedVerdict, "remediation" | "fields">): Content {
	if (remediation.trim() === "") return null;
	const [sentence = "", ...rest] = cut(remediation, longestAdvice).split("\n");
	const lines = rest.join("\n");
	return html`<div class="mend"><p><b>Mend</b> ${sentence}</p>${lines.trim() !== "" && block(lines)}${readyText(fields)}</div>`;
}

function readyText({ lifecyclePolicy }: RecordedVerdict["fields"]): Content {
	if (lifecyclePolicy === undefined) return null;
	const text = cut(indented(lifecyclePolicy), longestAdvice);
	return html`<details class="ready"><summary>The ready policy</summary>${block(text)}</details>`;
}

const block = (text: string): Markup => html`<pre tabindex="0">${preformatted(text)}</pre>`;

function indented(json: string): string {
	try {
		return JSON.stringify(JSON.parse(json), null, 2);
	} catch {
		return json;
	}
}

export function containersOf({ containers, message }: RecordedVerdict): Content {
	const unnamed = containers.filter((container) => !message.includes(container));
	return unnamed.length > 0 && html`<p class="aside">In ${listed(unnamed, 6)}.</p>`;
}

/** The worst vulnerabilities with the version that mends each. */
export function vulnerabilitiesOf({ vulnerabilities }: RecordedVerdict, most: number): Content {
	if (vulnerabilities.length === 0) return null;
	const left = vulnerabilities.length - most;
	const items = vulnerabilities.slice(0, most).map(
		({ id, severity, package: name, installed, fixed }): Markup => html`
<li><b>${cut(id, 60)}</b> ${cut(severity.toLowerCase(), 20)}${name !== undefined && html`, ${cut(name, 80)}`}${installed !== undefined && html` ${cut(installed, 60)}`}${fixed !== undefined && html`, fixed in ${cut(fixed, 60)}`}</li>`,
	);
	return html`<ul class="vulnerabilities">${items}${left > 0 && html`<li>and ${figure(left)} more</li>`}</ul>`;
}
