import { formatList, formatMinute } from "../../core/text.ts";
import type { RecordedAnswer } from "../../domain/approvals/approval.ts";
import { ownerOf } from "../../domain/approvals/approval.ts";
import { header, plainSection, type SlackMessage, slackLimits } from "./blocks.ts";
import { escapeText } from "./escape-text.ts";

/** What takes the place of a message with buttons when it was answered. `what`: the deployment, in words. */
export function answerMessage(answer: RecordedAnswer, what: string): SlackMessage {
	const { kind, reason, until, because } = answer;
	const headline = kind === "approve" ? `🟢 Deploy approved: ${what}` : `⛔ Deploy refused: ${what}`;
	const owner = escapeText(ownerOf(answer), 150);
	const fails = because.length === 0 ? "" : `, although it fails ${escapeText(formatList(because), 500)}`;
	const effect =
		kind === "approve"
			? `Approved by ${owner} until ${formatMinute(until)}${fails}.`
			: `Refused by ${owner}. ECS rolls it back.`;
	const lines = `${effect}\nReason: ${escapeText(reason, 1_000)}`;
	return {
		text: `${escapeText(headline, slackLimits.header)}\n${lines}`,
		blocks: [header(headline), plainSection(lines)],
	};
}
