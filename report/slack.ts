import { truncate } from "../core/text.ts";
import { firstLineOf, parseMessage, renderMessage } from "./block-kit.ts";
import { takeFirst } from "./checks.ts";
import { andMore, emptyNote, section } from "./elements.ts";
import { formatTimeOfDay } from "./format.ts";
import { html, type Markup } from "./html.ts";
import type { ReportModel, SlackRecord } from "./model.ts";

const maxMessages = 30;

/** Each message as the Slack endpoint received it, collapsed to its first line. */
export function slackSection({ slack }: ReportModel): Markup {
	const { shown, remaining } = takeFirst(slack, maxMessages);
	const content =
		shown.length === 0
			? emptyNote("Slack received nothing.")
			: html`<div class="messages">${shown.map((record, index) => renderMessageItem(record, index === 0))}</div>${andMore(remaining, ", received later")}`;
	return section("slack", "Slack messages", "As received: one message per subject and change.", content);
}

function renderMessageItem({ at, method, body }: SlackRecord, open: boolean): Markup {
	const message = parseMessage(body);
	const title = message === null ? "A request without a readable message" : firstLineOf(message);
	const shown =
		message === null
			? html`<p class="bk-context">${truncate(method, 20)} with a body that is not a Slack message</p>`
			: renderMessage(message);
	const time = html`<time datetime="${at}">${formatTimeOfDay(at)}</time>`;
	return html`
<details class="fold"${open && html` open`}><summary><span class="subject"><strong>${title}</strong></span>${time}</summary>
<div class="bk">${shown}</div></details>`;
}
