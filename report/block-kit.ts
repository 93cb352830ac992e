import { cut } from "../core/text.ts";
import { type Content, html, type Markup } from "./html.ts";
import { mrkdwn, plain } from "./mrkdwn.ts";

/** A Slack message as it was sent, taken apart without trust: what does not have the expected shape is left out. */
export interface ReceivedMessage {
	/** The top-level text: what a notification shows. */
	readonly text: string;
	readonly blocks: readonly unknown[];
}

/** Reads what the endpoint received, parsed or as text; null when it is no message. */
export function messageOf(body: unknown): ReceivedMessage | null {
	const message = objectOf(typeof body === "string" ? parsed(body) : body);
	if (message === null) return null;
	const [text, blocks] = [textOf(message["text"]), listOf(message["blocks"])];
	return text === "" && blocks.length === 0 ? null : { text, blocks };
}

/** What a notification shows first. */
export const firstLineOf = ({ text }: ReceivedMessage): Markup => plain(cut(text.split("\n")[0] ?? "", 200));

/** Slack's own limits: longer texts and more blocks would not have been taken. */
const maxBlocks = 50;
const longestText = 3_000;

/** The message's blocks, as Slack shows them; its text where there are none. */
export function renderMessage({ text, blocks }: ReceivedMessage): Markup {
	return blocks.length === 0
		? html`<p class="bk-section">${mrkdwn(cut(text, longestText))}</p>`
		: html`${blocks.slice(0, maxBlocks).map(renderBlock)}`;
}

function renderBlock(block: unknown): Content {
	const { type, ...rest } = objectOf(block) ?? {};
	switch (type) {
		case "header":
			return html`<p class="bk-header">${textObject(rest["text"])}</p>`;
		case "section": {
			const fields = listOf(rest["fields"]);
			return html`<div class="bk-section">${rest["text"] !== undefined && html`<p>${textObject(rest["text"])}</p>`}${
				fields.length > 0 &&
				html`<div class="bk-fields">${fields.map((field) => html`<p>${textObject(field)}</p>`)}</div>`
			}</div>`;
		}
		case "context":
			return html`<p class="bk-context">${listOf(rest["elements"]).map((element) => html`<span>${textObject(element)}</span> `)}</p>`;
		case "divider":
			return html`<hr class="bk-divider">`;
		case "actions":
			return html`<p class="bk-actions">${listOf(rest["elements"]).map((element) => html`<span class="bk-button">${textObject(objectOf(element)?.["text"])}</span> `)}</p>`;
		default:
			return html`<p class="bk-context">(a block of type ${typeof type === "string" ? cut(type, 40) : "unknown"})</p>`;
	}
}

function textObject(value: unknown): Content {
	const object = objectOf(value);
	const text = cut(textOf(object?.["text"]), longestText);
	return object?.["type"] === "mrkdwn" ? mrkdwn(text) : plain(text);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: null;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
