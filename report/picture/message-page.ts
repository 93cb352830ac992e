import { renderMessage } from "../block-kit.ts";
import { html, type Markup } from "../html.ts";
import type { PicturedMessage } from "./message-svg.ts";

/** Messages as a Slack channel shows them, as a page of its own that loads nothing, links nowhere and runs nothing. */
export function slackPage(messages: readonly PicturedMessage[], title: string): string {
	return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${title}</title>${styles}</head>
<body>
${messages.map(renderOne)}</body></html>
`.toString();
}

const renderOne = ({
	message,
	caption,
	time,
}: PicturedMessage): Markup => html`${caption !== undefined && html`<p class="caption">${caption}</p>`}
<div class="message">
<svg class="avatar" width="36" height="36" viewBox="0 0 36 36"><rect width="36" height="36" fill="#1d4f9c"/>
<rect y="7" width="36" height="22" fill="#f3f2f0"/><rect y="14" width="36" height="8" fill="#cf2f34"/></svg>
<div><p class="from"><b>Shipshape</b><span class="app">APP</span>${
	time !== undefined && html`<span class="time">${time}</span>`
}</p>${renderMessage(message)}</div>
</div>
`;

const styles: Markup = html`<style>
*{box-sizing:border-box}p{margin:0}
body{margin:0;padding:0 20px 20px;max-width:760px;background:#fff;color:#1d1c1d;
font:400 15px/1.466 Lato,"Inter","Helvetica Neue",Arial,sans-serif;font-variant-ligatures:none;overflow-wrap:anywhere}
.message{display:grid;grid-template-columns:36px minmax(0,1fr);gap:0 10px}
.avatar{border-radius:8px;margin-top:2px;clip-path:inset(0 round 8px);box-shadow:inset 0 0 0 1px #dddddd}
.from{display:flex;align-items:center;gap:6px;margin-bottom:4px}
.from b{font-weight:800}
.app{font-size:10px;font-weight:700;line-height:1;color:#616061;background:#e8e8e8;border-radius:2px;padding:2px 3px}
.time{color:#616061;font-size:12px}
.bk-header{font-size:18px;line-height:1.33;font-weight:800;margin:4px 0 8px}
.bk-section{margin:8px 0}
.bk-fields{display:grid;grid-template-columns:1fr 1fr;gap:8px 16px;margin-top:8px}
.bk-context{display:flex;flex-wrap:wrap;gap:2px 10px;color:#616061;font-size:12px;margin:8px 0}
.bk-divider{border:0;border-top:1px solid #dddddd;margin:16px 0}
.bk-link{color:#1264a3}
.bk-quote{display:block;border-left:4px solid #dddddd;padding-left:12px}
.bk-actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
.bk-button{border:1px solid #bbbabb;border-radius:4px;padding:5px 12px;font-size:13px;font-weight:700}
.bk-primary{background:#007a5a}.bk-danger{background:#e01e5a}.bk-primary,.bk-danger{border-color:transparent;color:#fff}
code{font:12px/1.5 Menlo,Consolas,"Liberation Mono",monospace;color:#e01e5a;background:#f8f8f8;border:1px solid #dddddd;border-radius:3px;padding:2px 3px 1px}
b{font-weight:700}
.caption{color:#616061;font-size:12px;margin:20px 0 6px}
</style>`;
