import { formatTime } from "./format.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { ReportModel } from "./model.ts";
import { styles } from "./styles/index.ts";

const navigation = [
	["failures", "To fix"],
	["blocked", "Blocked"],
	["charts", "Charts"],
	["unknown", "Unknown"],
	["subjects", "Subjects"],
	["slack", "Slack"],
	["run", "Run"],
] as const;

/** The page around the content. Its Content-Security-Policy forbids loading anything and running anything. */
export function page(model: ReportModel, headline: string, content: Content): Markup {
	const { account, region, generatedAt, mode } = model;
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${headline} Shipshape report of ${account}, ${region}</title>
${styles}
</head>
<body>
<a class="skip" href="#report">Skip to the report</a>
<header class="top">
<p class="brand">${flag}<b>Shipshape</b> <span>account report</span></p>
<dl class="where">
<div><dt>Account</dt><dd>${account}</dd></div>
<div><dt>Region</dt><dd>${region}</dd></div>
<div><dt>Mode</dt><dd>${mode}</dd></div>
<div><dt>As of</dt><dd><time datetime="${generatedAt}">${formatTime(generatedAt)}</time></dd></div>
</dl>
</header>
<nav aria-label="Sections of the report"><ul>${navigation.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="report" tabindex="-1">
${content}
</main>
<footer><p>All times are UTC. Facts were read from AWS at the time shown for each subject; this page loads nothing from the network.</p></footer>
</body>
</html>
`;
}

/** The signal flag Charlie, which means "affirmative". */
const flag: Markup = html`<svg class="flag" width="27" height="20" viewBox="0 0 27 20" aria-hidden="true" focusable="false">
<rect class="f-blue" width="27" height="20" rx="1.5"/><rect class="f-white" y="4" width="27" height="12"/>
<rect class="f-red" y="8" width="27" height="4"/></svg>`;
