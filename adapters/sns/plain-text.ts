import type { KnownBlock } from "@slack/types";

/* The texts of a message of Slack in two other forms: the markup that Amazon Q Developer shows in a chat, and plain text. */

/** One line of a message. `plain`: outside text, escaped, in which Slack interprets nothing; `command`: of a shell, escaped. */
export interface Line {
	readonly kind: "markup" | "plain" | "command";
	readonly text: string;
}

/** The lines of sections and small print, in their order. Other blocks have none. */
export const linesOf = (blocks: readonly KnownBlock[]): readonly Line[] => blocks.flatMap(linesIn);

function linesIn(block: KnownBlock): readonly Line[] {
	if (block.type === "context") {
		const texts = block.elements.flatMap((element) => ("text" in element ? String(element.text) : []));
		return [{ kind: "markup", text: texts.join(" · ") }];
	}
	if (block.type !== "section" || block.text === undefined) return [];
	const { type, text } = block.text;
	const [, command] = /^```(.*)```$/.exec(text) ?? [];
	if (command !== undefined) return [{ kind: "command", text: command }];
	const kind = type === "plain_text" ? "plain" : "markup";
	return text.split("\n").map((line) => ({ kind, text: line }));
}

/** Links of our own, and code spans: outside text contains neither brackets nor backticks once it is escaped. */
const spans = /(<[^<>]*>|`[^`]*`)/;

/**
 * A line for a chat that makes mentions of names after an `@`, as Amazon Q Developer does, and links of addresses: neither happens to
 * outside text. A plain line becomes a code span.
 */
export function toChatLine({ kind, text }: Line): string {
	if (kind !== "markup") return `\`${withoutMentions(text.replaceAll("`", "'"))}\``;
	return text
		.split(spans)
		.map((part) => {
			if (part.startsWith("`")) return withoutMentions(part);
			const [, url, label] = /^<([^|]*)\|(.*)>$/.exec(part) ?? [];
			return url === undefined || label === undefined ? toChatText(part) : `<${url}|${toChatText(label)}>`;
		})
		.join("");
}

/** Escaped outside text without a code span around it. */
export const toChatText = (text: string): string =>
	withoutMentions(text.replaceAll("`", "'").replaceAll("://", ": //"));

/** A fullwidth sign instead, except in front of a digest. */
const withoutMentions = (text: string): string => text.replaceAll(/@(?!sha256:)/g, "＠");

/** The same texts as people read them in a mail, without markup; an empty line between two blocks. */
export const toPlainText = (blocks: readonly KnownBlock[]): string =>
	blocks
		.map((block) => linesIn(block).map(toPlainLine).join("\n"))
		.filter((text) => text !== "")
		.join("\n\n");

function toPlainLine({ kind, text }: Line): string {
	if (kind !== "markup") return withoutEscapes(text);
	const withLinks = text.replaceAll(/<([^<>|]*)\|([^<>]*)>/g, "$2 ($1)");
	return withoutEscapes(withLinks.replace(/^\*([^*]+)\*/, "$1").replaceAll("`", ""));
}

const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** What Slack's reader undoes. */
export const withoutEscapes = (text: string): string =>
	text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? "");
