import type { RecordedVerdict } from "../core/ledger.ts";
import { formatList, truncate } from "../core/text.ts";
import { formatNumber } from "./format.ts";
import { type Content, html, type Markup, preformatted } from "./html.ts";

/** Limits on the texts shown, so that the page stays readable whatever a verdict holds. */
const maxRemediationLength = 4_000;
export const maxMessageLength = 1_200;

/** How to fix it. Text of several lines keeps its lines; a proposed policy can be expanded. */
export function renderRemediation({ remediation, fields }: Pick<RecordedVerdict, "remediation" | "fields">): Content {
	if (remediation.trim() === "") return null;
	const [sentence = "", ...rest] = truncate(remediation, maxRemediationLength).split("\n");
	const lines = rest.join("\n");
	return html`<div class="fix"><p><b>Fix</b> ${sentence}</p>${lines.trim() !== "" && renderBlock(lines)}${renderReadyPolicy(fields)}</div>`;
}

function renderReadyPolicy({ lifecyclePolicy }: RecordedVerdict["fields"]): Content {
	if (lifecyclePolicy === undefined) return null;
	const text = truncate(indentJson(lifecyclePolicy), maxRemediationLength);
	return html`<details class="ready"><summary>The proposed policy</summary>${renderBlock(text)}</details>`;
}

const renderBlock = (text: string): Markup => html`<pre tabindex="0">${preformatted(text)}</pre>`;

function indentJson(json: string): string {
	try {
		return JSON.stringify(JSON.parse(json), null, 2);
	} catch {
		return json;
	}
}

export function renderContainers({ containers, message }: RecordedVerdict): Content {
	const unnamed = containers.filter((container) => !message.includes(container));
	return unnamed.length > 0 && html`<p class="aside">In ${formatList(unnamed, 6)}.</p>`;
}

/** The worst vulnerabilities, each with the version that fixes it. */
export function renderVulnerabilities({ vulnerabilities }: RecordedVerdict, max: number): Content {
	if (vulnerabilities.length === 0) return null;
	const remaining = vulnerabilities.length - max;
	const items = vulnerabilities.slice(0, max).map(
		({ id, severity, package: name, installed, fixed }): Markup => html`
<li><b>${truncate(id, 60)}</b> ${truncate(severity.toLowerCase(), 20)}${[
			name !== undefined && html`, ${truncate(name, 80)}`,
			installed !== undefined && html` ${truncate(installed, 60)}`,
			fixed !== undefined && html`, fixed in ${truncate(fixed, 60)}`,
		]}</li>`,
	);
	return html`<ul class="vulnerabilities">${items}${remaining > 0 && html`<li>and ${formatNumber(remaining)} more</li>`}</ul>`;
}
