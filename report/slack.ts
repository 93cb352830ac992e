import { cut } from "../core/text.ts";
import { firstLineOf, messageOf, renderMessage } from "./block-kit.ts";
import { bounded } from "./checks.ts";
import { timeOfDay } from "./figures.ts";
import { html, type Markup } from "./html.ts";
import type { ReportModel, SlackRecord } from "./model.ts";
import { andMore, nothing, section } from "./parts.ts";

const maxMessages = 30;

/** Each message as the Slack endpoint received it, folded to its first line. */
export function slackMessages({ slack }: ReportModel): Markup {
	const { shown, left } = bounded(slack, maxMessages);
	const content =
		shown.length === 0
			? nothing("Slack received nothing.")
			: html`<div class="messages">${shown.map((record, index) => messageItem(record, index === 0))}</div>${andMore(left, ", received later")}`;
	return section("slack", "Slack messages", "As received: one message a subject and change.", content);
}

function messageItem({ at, method, body }: SlackRecord, open: boolean): Markup {
	const message = messageOf(body);
	const title = message === null ? "A request without a readable message" : firstLineOf(message);
	const shown =
		message === null
			? html`<p class="bk-context">${cut(method, 20)} with a body that is no Slack message</p>`
			: renderMessage(message);
	return html`
<details class="fold"${open && html` open`}><summary><span class="subject"><strong>${title}</strong></span><time datetime="${at}">${timeOfDay(at)}</time></summary>
<div class="bk">${shown}</div></details>`;
}
