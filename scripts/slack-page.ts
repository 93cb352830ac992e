import { parseMessage, type ReceivedMessage, renderMessage } from "../report/block-kit.ts";
import { html, type Markup } from "../report/html.ts";

interface TimedMessage {
	readonly at: string;
	readonly message: ReceivedMessage;
}

/** Chooses the most informative message in slack.json: a blocked deploy, else another block, else the first. Throws when there is none. */
export function chooseMessage(records: unknown): TimedMessage {
	const readable = (Array.isArray(records) ? records : []).flatMap((record: { at?: unknown; body?: unknown }) => {
		const message = parseMessage(record?.body);
		return message === null ? [] : { at: String(record.at ?? ""), message };
	});
	const findByText = (what: RegExp) => readable.find(({ message }) => what.test(message.text));
	const chosen = findByText(/ deregistered: /) ?? findByText(/block/i) ?? readable[0];
	if (chosen === undefined) throw new Error(".demo/slack.json holds no readable message");
	return chosen;
}

/** A script that writes the height of the page's content into an attribute, for the size of the screenshot. */
export const heightScript: Markup = html`<script>document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)</script>`;

/** A page with one message as a Slack channel shows it, with the script that reports its height. */
export function slackPage({ at, message }: TimedMessage): string {
	const time = new Date(at);
	const clock = Number.isNaN(time.getTime())
		? ""
		: `${time.getUTCHours()}:${String(time.getUTCMinutes()).padStart(2, "0")}`;
	return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Slack message</title>${styles}</head>
<body><div class="message">
<svg class="avatar" width="36" height="36" viewBox="0 0 36 36"><rect width="36" height="36" fill="#1d4f9c"/>
<rect y="7" width="36" height="22" fill="#f3f2f0"/><rect y="14" width="36" height="8" fill="#cf2f34"/></svg>
<div><p class="from"><b>Shipshape</b><span class="app">APP</span><time>${clock}</time></p>${renderMessage(message)}</div>
</div>
${heightScript}
</body></html>
`.toString();
}

const styles: Markup = html`<style>
*{box-sizing:border-box}p{margin:0}
body{margin:0;padding:16px 20px 20px;background:#fff;color:#1d1c1d;
font:400 15px/1.466 Lato,"Inter","Helvetica Neue",Arial,sans-serif;font-variant-ligatures:none;overflow-wrap:anywhere}
.message{display:grid;grid-template-columns:36px minmax(0,1fr);gap:0 10px}
.avatar{border-radius:8px;margin-top:2px;clip-path:inset(0 round 8px);box-shadow:inset 0 0 0 1px #dddddd}
.from{display:flex;align-items:center;gap:6px;margin-bottom:4px}
.from b{font-weight:800}
.app{font-size:10px;font-weight:700;line-height:1;color:#616061;background:#e8e8e8;border-radius:2px;padding:2px 3px}
time{color:#616061;font-size:12px}
.bk-header{font-size:18px;line-height:1.33;font-weight:800;margin:4px 0 8px}
.bk-section{margin:8px 0}
.bk-fields{display:grid;grid-template-columns:1fr 1fr;gap:8px 16px;margin-top:8px}
.bk-context{display:flex;flex-wrap:wrap;gap:2px 10px;color:#616061;font-size:12px;margin:8px 0}
.bk-divider{border:0;border-top:1px solid #dddddd;margin:16px 0}
.bk-link{color:#1264a3}
.bk-quote{display:block;border-left:4px solid #dddddd;padding-left:12px}
.bk-actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
.bk-button{border:1px solid #bbbabb;border-radius:4px;padding:5px 12px;font-size:13px;font-weight:700}
code{font:12px/1.5 Menlo,Consolas,"Liberation Mono",monospace;color:#e01e5a;background:#f8f8f8;border:1px solid #dddddd;border-radius:3px;padding:2px 3px 1px}
b{font-weight:700}
</style>`;
