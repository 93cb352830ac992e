import type { Control } from "../../core/control.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { blockLine } from "./block-texts.ts";
import { escapeInline, escapeText } from "./escape-text.ts";
import { headlineText } from "./headline.ts";
import { joinLines, plain, type SlackMessage, section, slackLimits } from "./to-message.ts";

const maxLine = 300;
/** Slack refuses messages whose texts are together longer than some 9,600 characters. */
const maxTexts = 6_000;

/** Many notifications in one message, in Slack's format: a line for each. Untrusted strings are escaped and cut. */
export function toDigestMessage(
	notifications: readonly Notification[],
	controls: readonly Pick<Control, "id" | "title">[],
): SlackMessage {
	const titleOf = (id: string): string => controls.find((control) => control.id === id)?.title ?? id;
	const headline = `${notifications.length} changes`;
	const lines = notifications.map((notification) => {
		const { blocks, changes } = notification;
		const blocked = blocks.map((block) => blockLine(block));
		const named = changes.slice(0, 3).map(({ control }) => escapeInline(titleOf(control), maxLine));
		const details = [...blocked, ...named].join("; ");
		return `${escapeInline(headlineText(notification), maxLine)}${details === "" ? "" : `: ${details}`}`;
	});
	const shown: string[] = [];
	let length = 0;
	for (const line of lines) {
		length += line.length;
		if (length > maxTexts || shown.length >= slackLimits.blocks - 2 || line.length > slackLimits.section) break;
		shown.push(line);
	}
	const more = lines.length - shown.length;
	return {
		text: joinLines([headline, ...lines], slackLimits.text),
		blocks: [
			{ type: "header", text: plain(escapeText(headline, slackLimits.header)) },
			...shown.map(section),
			...(more === 0 ? [] : [section(`and ${more} more, see Security Hub`)]),
		],
	};
}
