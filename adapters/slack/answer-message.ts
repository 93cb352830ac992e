import { formatList } from "../../core/text.ts";
import type { RecordedAnswer } from "../../domain/approvals/approval.ts";
import { ownerOf } from "../../domain/approvals/approval.ts";
import { escapeText } from "./escape-text.ts";
import { plain, type SlackMessage } from "./to-message.ts";

/** What takes the place of a message with buttons when it was answered. `what`: the deployment, in words. */
export function answerMessage(answer: RecordedAnswer, what: string): SlackMessage {
	const { kind, reason, until, because } = answer;
	const headline = escapeText(kind === "approve" ? `🟢 Deploy approved: ${what}` : `⛔ Deploy refused: ${what}`, 150);
	const owner = escapeText(ownerOf(answer), 150);
	const effect =
		kind === "approve"
			? `Approved by ${owner} until ${until.slice(0, 16).replace("T", " ")} UTC, although it fails ${escapeText(formatList(because), 500)}.`
			: `Refused by ${owner}. ECS rolls it back.`;
	const lines = `${effect}\nReason: ${escapeText(reason, 1_000)}`;
	return {
		text: `${headline}\n${lines}`,
		blocks: [
			{ type: "header", text: plain(headline) },
			{ type: "section", text: plain(lines) },
		],
	};
}
