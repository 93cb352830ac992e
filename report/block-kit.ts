import { truncate } from "../core/text.ts";
import { html, type Markup } from "./html.ts";
import { type Line, parseMrkdwn, parsePlainText, renderLines, renderPlainText } from "./mrkdwn.ts";

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

/** A block with its texts as Slack shows them. */
export type MessagePart =
	| { readonly kind: "header"; readonly text: readonly Line[] }
	| { readonly kind: "section"; readonly text: readonly Line[] | null; readonly fields: readonly (readonly Line[])[] }
	/** Small print. */
	| { readonly kind: "context"; readonly elements: readonly (readonly Line[])[] }
	| { readonly kind: "divider" }
	| { readonly kind: "actions"; readonly buttons: readonly MessageButton[] };

export interface MessageButton {
	readonly text: readonly Line[];
	/** Of a filled one; null for one with an edge. */
	readonly style: "primary" | "danger" | null;
}

/** The blocks of a message, or its text if it has none. */
export function partsOf({ text, blocks }: ReceivedMessage): readonly MessagePart[] {
	if (blocks.length > 0) return blocks.slice(0, maxBlocks).map(partOf);
	return [{ kind: "section", text: parseMrkdwn(truncate(text, maxTextLength)), fields: [] }];
}

function partOf(block: unknown): MessagePart {
	const { type, ...rest } = asObject(block) ?? {};
	const elements = asArray(rest["elements"]);
	switch (type) {
		case "header":
			return { kind: "header", text: linesOf(rest["text"]) };
		case "section": {
			const text = rest["text"] === undefined ? null : linesOf(rest["text"]);
			return { kind: "section", text, fields: asArray(rest["fields"]).map(linesOf) };
		}
		case "context":
			return { kind: "context", elements: elements.map(linesOf) };
		case "divider":
			return { kind: "divider" };
		case "actions":
			return { kind: "actions", buttons: elements.map(buttonOf) };
		default: {
			const name = typeof type === "string" ? truncate(type, 40) : "unknown";
			return { kind: "context", elements: [parsePlainText(`(block of type ${name})`)] };
		}
	}
}

function buttonOf(element: unknown): MessageButton {
	const { text, style } = asObject(element) ?? {};
	return { text: linesOf(text), style: style === "primary" || style === "danger" ? style : null };
}

/** Renders a message as HTML. */
export const renderMessage = (message: ReceivedMessage): Markup => html`${partsOf(message).map(renderPart)}`;

function renderPart(part: MessagePart): Markup {
	switch (part.kind) {
		case "header":
			return html`<p class="bk-header">${renderLines(part.text)}</p>`;
		case "section": {
			const { text, fields } = part;
			if (fields.length === 0) return html`<p class="bk-section">${text !== null && renderLines(text)}</p>`;
			return html`<div class="bk-section">${text !== null && html`<p>${renderLines(text)}</p>`}${bkFields(fields)}</div>`;
		}
		case "context":
			return html`<p class="bk-context">${part.elements.map((element) => html`<span>${renderLines(element)}</span> `)}</p>`;
		case "divider":
			return html`<hr class="bk-divider">`;
		case "actions":
			return html`<p class="bk-actions">${part.buttons.map(renderButton)}</p>`;
	}
}

const renderButton = ({ text, style }: MessageButton): Markup =>
	html`<span class="bk-button${style !== null && ` bk-${style}`}">${renderLines(text)}</span> `;

const bkFields = (fields: readonly (readonly Line[])[]): Markup =>
	html`<div class="bk-fields">${fields.map((field) => html`<p>${renderLines(field)}</p>`)}</div>`;

function linesOf(value: unknown): readonly Line[] {
	const object = asObject(value);
	const text = truncate(asString(object?.["text"]), maxTextLength);
	return object?.["type"] === "mrkdwn" ? parseMrkdwn(text) : parsePlainText(text);
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
