import type { LedgerEntry } from "../../core/ledger.ts";
import { truncate } from "../../core/text.ts";
import { context, header, type SlackMessage, section, slackLimits } from "./blocks.ts";
import { subjectLink } from "./console-link.ts";
import { escapeText, formatLink, formatPlace, joinLines } from "./escape-text.ts";
import { entryName } from "./subject-name.ts";

const [maxName, maxHeadlineName, maxChannel] = [100, 80, 100];

/** For a channel to which nothing about a subject goes any more, in Slack's format. `to`: a channel, as the policy names it. */
export function toMovedMessage(entry: LedgerEntry, to: string | undefined): SlackMessage {
	const headline = `➡️ Not followed here any more: ${truncate(entryName(entry), maxHeadlineName)}`;
	const where = to === undefined ? "elsewhere" : `to ${escapeText(to, maxChannel)}`;
	const text = `The policy now sends messages about it ${where}.`;
	return {
		text: joinLines([escapeText(headline, slackLimits.header), text], formatPlace(entry.subject), slackLimits.text),
		blocks: [
			header(headline),
			section(text),
			context([formatLink(subjectLink(entry), entryName(entry), maxName), formatPlace(entry.subject)]),
		],
	};
}
