import { truncate } from "../core/text.ts";
import { type Content, html, type Markup } from "./html.ts";
import { renderMrkdwn, renderPlainText } from "./mrkdwn.ts";

/** A Slack message as it was received. The input is untrusted: whatever does not have the expected shape is dropped. */
export interface ReceivedMessage {
	/** The top-level text, which a notification shows. */
	readonly text: string;
	readonly blocks: readonly unknown[];
}

/** Parses what the endpoint received, either JSON text or already parsed; null when it is not a message. */
export function parseMessage(body: unknown): ReceivedMessage | null {
	const message = asObject(typeof body === "string" ? parseJson(body) : body);
	if (message === null) return null;
	const [text, blocks] = [asString(message["text"]), asArray(message["blocks"])];
	return text === "" && blocks.length === 0 ? null : { text, blocks };
}

/** The first line, which a notification shows. */
export const firstLineOf = ({ text }: ReceivedMessage): Markup =>
	renderPlainText(truncate(text.split("\n")[0] ?? "", 200));

/** Slack's own limits: it rejects longer texts and more blocks. */
const maxBlocks = 50;
const maxTextLength = 3_000;

/** Renders the blocks as Slack shows them, or the text when there are no blocks. */
export function renderMessage({ text, blocks }: ReceivedMessage): Markup {
	return blocks.length === 0
		? html`<p class="bk-section">${renderMrkdwn(truncate(text, maxTextLength))}</p>`
		: html`${blocks.slice(0, maxBlocks).map(renderBlock)}`;
}

function renderBlock(block: unknown): Content {
	const { type, ...rest } = asObject(block) ?? {};
	switch (type) {
		case "header":
			return html`<p class="bk-header">${textObject(rest["text"])}</p>`;
		case "section": {
			const fields = asArray(rest["fields"]);
			return html`<div class="bk-section">${rest["text"] !== undefined && html`<p>${textObject(rest["text"])}</p>`}${
				fields.length > 0 &&
				html`<div class="bk-fields">${fields.map((field) => html`<p>${textObject(field)}</p>`)}</div>`
			}</div>`;
		}
		case "context":
			return html`<p class="bk-context">${asArray(rest["elements"]).map((element) => html`<span>${textObject(element)}</span> `)}</p>`;
		case "divider":
			return html`<hr class="bk-divider">`;
		case "actions":
			return html`<p class="bk-actions">${asArray(rest["elements"]).map(renderButton)}</p>`;
		default:
			return html`<p class="bk-context">(block of type ${typeof type === "string" ? truncate(type, 40) : "unknown"})</p>`;
	}
}

function textObject(value: unknown): Content {
	const object = asObject(value);
	const text = truncate(asString(object?.["text"]), maxTextLength);
	return object?.["type"] === "mrkdwn" ? renderMrkdwn(text) : renderPlainText(text);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: null;
}

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const asString = (value: unknown): string => (typeof value === "string" ? value : "");

const renderButton = (element: unknown): Markup =>
	html`<span class="bk-button">${textObject(asObject(element)?.["text"])}</span> `;
