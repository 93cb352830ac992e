import { type Content, html, type Markup } from "./html.ts";

/** Renders Slack's mrkdwn as HTML. Links keep their text and lose their address: the report links nowhere that a message names. */
export function renderMrkdwn(text: string): Markup {
	const quote = /^(?:&gt;|>) ?/;
	return joinLines(
		text
			.split("\n")
			.map((line) =>
				quote.test(line)
					? html`<span class="bk-quote">${renderInline(line.replace(quote, ""))}</span>`
					: renderInline(line),
			),
	);
}

/** Renders plain text as Slack shows it: only its three entities are decoded. */
export const renderPlainText = (text: string): Markup => joinLines(text.split("\n").map(decodeEntities));

const joinLines = (lines: readonly Content[]): Markup =>
	html`${lines.map((line, index) => [index > 0 && html`<br>`, line])}`;

/** Code, also of several backticks, links, bold, italic and strikethrough. No part of the pattern can match in two ways, so it never backtracks for long. */
const spans = /`{1,3}([^`]+)`{1,3}|<([^<>]+)>|\*([^*\s]|[^*\s][^*]*[^*\s])\*|(?<!\w)_([^_]+)_(?!\w)|~([^~]+)~/g;

function renderInline(line: string): Content {
	const parts: Content[] = [];
	let from = 0;
	for (const found of line.matchAll(spans)) {
		const [whole, code, link, bold, italic, struck] = found;
		parts.push(decodeEntities(line.slice(from, found.index)));
		if (code !== undefined) parts.push(html`<code>${decodeEntities(code)}</code>`);
		if (link !== undefined)
			parts.push(html`<span class="bk-link">${decodeEntities(link.split("|")[1] ?? link)}</span>`);
		if (bold !== undefined) parts.push(html`<b>${renderInline(bold)}</b>`);
		if (italic !== undefined) parts.push(html`<i>${decodeEntities(italic)}</i>`);
		if (struck !== undefined) parts.push(html`<s>${decodeEntities(struck)}</s>`);
		from = found.index + whole.length;
	}
	return [...parts, decodeEntities(line.slice(from))];
}

/** Decodes the three entities that Slack uses; the template escapes the characters again for the page. */
function decodeEntities(text: string): string {
	return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
