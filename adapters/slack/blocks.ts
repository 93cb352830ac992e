import type {
	ContextBlock,
	HeaderBlock,
	KnownBlock,
	MrkdwnElement,
	PlainTextElement,
	SectionBlock,
} from "@slack/types";
import { escapeText } from "./escape-text.ts";

/** A message for a channel: blocks for the channel, text for notifications and screen readers. */
export interface SlackMessage {
	readonly text: string;
	readonly blocks: KnownBlock[];
}

/**
 * Slack's limits: blocks of a message, characters of a section, a header and a message's text, elements of a context block
 * (docs.slack.dev: Block Kit reference, chat.postMessage). Of the sum of all blocks it documents none: it accepted 9,597
 * characters of text in 15,561 of JSON and refused 11,341 in 17,694 (`msg_blocks_too_long`), and others report a refusal at
 * 13,200 of JSON. So `textOfBlocks` and `jsonOfBlocks` are our own.
 */
export const slackLimits = {
	blocks: 50,
	section: 3_000,
	header: 150,
	context: 10,
	text: 4_000,
	textOfBlocks: 9_000,
	jsonOfBlocks: 12_500,
} as const;

/** What follows must be escaped; `verbatim`: Slack makes no links of addresses and names in it. */
const markup = (text: string): MrkdwnElement => ({ type: "mrkdwn", text, verbatim: true });
export const section = (text: string): SectionBlock => ({ type: "section", text: markup(text) });

/** Escaped as well, but Slack does not interpret stars, tildes, backticks and colons in it. */
export const plain = (text: string): PlainTextElement => ({ type: "plain_text", text, emoji: false });
export const plainSection = (text: string): SectionBlock => ({ type: "section", text: plain(text) });

/** `text` is not escaped yet. */
export const header = (text: string): HeaderBlock => ({
	type: "header",
	text: plain(escapeText(text, slackLimits.header)),
});

export const context = (texts: readonly string[]): ContextBlock => ({
	type: "context",
	elements: texts.slice(0, slackLimits.context).map(markup),
});

/** A command on its own, to be copied as it is; null if it cannot stand in a message whole and unchanged. */
export function commandSection(command: string): SectionBlock | null {
	const text = `\`\`\`${escapeText(command, slackLimits.section)}\`\`\``;
	return command.includes("`") || text.length > slackLimits.section ? null : section(text);
}
