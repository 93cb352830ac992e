import { type Content, html, type Markup } from "./html.ts";

/** Slack's mrkdwn as HTML. Links keep their words and lose their address: a message is shown, not followed. */
export function mrkdwn(text: string): Markup {
	const quote = /^(?:&gt;|>) ?/;
	return joined(
		text
			.split("\n")
			.map((line) =>
				quote.test(line) ? html`<span class="bk-quote">${inline(line.replace(quote, ""))}</span>` : inline(line),
			),
	);
}

/** Plain text as Slack shows it: only its three entities mean anything. */
export const plain = (text: string): Markup => joined(text.split("\n").map(words));

const joined = (lines: readonly Content[]): Markup =>
	html`${lines.map((line, index) => [index > 0 && html`<br>`, line])}`;

/** Code, links, bold, italic and struck text. No part of the pattern can match in two ways, so it takes no time on any text. */
const spans = /`([^`]+)`|<([^<>]+)>|\*([^*\s]|[^*\s][^*]*[^*\s])\*|(?<!\w)_([^_]+)_(?!\w)|~([^~]+)~/g;

function inline(line: string): Content {
	const parts: Content[] = [];
	let from = 0;
	for (const found of line.matchAll(spans)) {
		const [whole, code, link, bold, italic, struck] = found;
		parts.push(words(line.slice(from, found.index)));
		if (code !== undefined) parts.push(html`<code>${words(code)}</code>`);
		if (link !== undefined) parts.push(html`<span class="bk-link">${words(link.split("|")[1] ?? link)}</span>`);
		if (bold !== undefined) parts.push(html`<b>${inline(bold)}</b>`);
		if (italic !== undefined) parts.push(html`<i>${words(italic)}</i>`);
		if (struck !== undefined) parts.push(html`<s>${words(struck)}</s>`);
		from = found.index + whole.length;
	}
	return [...parts, words(line.slice(from))];
}

/** The three entities that Slack knows become their signs again; the template escapes them for the page. */
function words(text: string): string {
	return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
