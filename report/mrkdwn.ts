import { type Content, html, type Markup } from "./html.ts";

/** A piece of a line as Slack shows it, with its entities decoded. */
export type Span =
	| { readonly kind: "text" | "code" | "link"; readonly text: string }
	| { readonly kind: "bold" | "italic" | "struck"; readonly spans: readonly Span[] };

export interface Line {
	readonly isQuote: boolean;
	readonly spans: readonly Span[];
}

/** The lines of a text in Slack's mrkdwn. Links keep their text and lose their address: nothing links where a message says. */
export function parseMrkdwn(text: string): readonly Line[] {
	const quote = /^(?:&gt;|>) ?/;
	return text.split("\n").map((line) => {
		const isQuote = quote.test(line);
		return { isQuote, spans: spansIn(isQuote ? line.replace(quote, "") : line) };
	});
}

/** The lines of plain text: only Slack's three entities are decoded. */
export const parsePlainText = (text: string): readonly Line[] =>
	text.split("\n").map((line) => ({ isQuote: false, spans: textSpan(line) }));

/** Renders Slack's mrkdwn as HTML. */
export const renderMrkdwn = (text: string): Markup => renderLines(parseMrkdwn(text));

/** Renders plain text as Slack shows it. */
export const renderPlainText = (text: string): Markup => renderLines(parsePlainText(text));

export const renderLines = (lines: readonly Line[]): Markup =>
	html`${lines.map(({ isQuote, spans }, index) => [
		index > 0 && html`<br>`,
		isQuote ? html`<span class="bk-quote">${spans.map(renderSpan)}</span>` : spans.map(renderSpan),
	])}`;

function renderSpan(span: Span): Content {
	switch (span.kind) {
		case "text":
			return span.text;
		case "code":
			return html`<code>${span.text}</code>`;
		case "link":
			return html`<span class="bk-link">${span.text}</span>`;
		case "bold":
			return html`<b>${span.spans.map(renderSpan)}</b>`;
		case "italic":
			return html`<i>${span.spans.map(renderSpan)}</i>`;
		case "struck":
			return html`<s>${span.spans.map(renderSpan)}</s>`;
	}
}

/** Code, also of several backticks, links, bold, italic and strikethrough. No part of the pattern can match in two ways, so it never backtracks for long. */
const marked = /`{1,3}([^`]+)`{1,3}|<([^<>]+)>|\*([^*\s]|[^*\s][^*]*[^*\s])\*|(?<!\w)_([^_]+)_(?!\w)|~([^~]+)~/g;

function spansIn(line: string): readonly Span[] {
	const spans: Span[] = [];
	let from = 0;
	for (const found of line.matchAll(marked)) {
		const [whole, code, link, bold, italic, struck] = found;
		spans.push(...textSpan(line.slice(from, found.index)));
		if (code !== undefined) spans.push({ kind: "code", text: decodeEntities(code) });
		if (link !== undefined) spans.push({ kind: "link", text: decodeEntities(link.split("|")[1] ?? link) });
		if (bold !== undefined) spans.push({ kind: "bold", spans: spansIn(bold) });
		if (italic !== undefined) spans.push({ kind: "italic", spans: textSpan(italic) });
		if (struck !== undefined) spans.push({ kind: "struck", spans: textSpan(struck) });
		from = found.index + whole.length;
	}
	return [...spans, ...textSpan(line.slice(from))];
}

const textSpan = (text: string): readonly Span[] => (text === "" ? [] : [{ kind: "text", text: decodeEntities(text) }]);

/** Decodes the three entities that Slack uses; whoever renders the text escapes it again. */
function decodeEntities(text: string): string {
	return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
