import type { KnownBlock } from "@slack/types";
import type { SlackMessage } from "../../adapters/slack/to-message.ts";
import { refusalOf } from "../../demo/doubles/slack-rules.ts";

/** The text of a block, with its elements separated by bars. */
export function textOf(block: KnownBlock): string {
	if (block.type === "header" || block.type === "section") return block.text?.text ?? "";
	return block.type === "context"
		? block.elements.map((element) => ("text" in element ? String(element.text) : "")).join(" | ")
		: `a ${block.type}`;
}

interface Text {
	readonly type: string;
	readonly text: string;
}

/** Every text of a message, wherever it stands. */
function textsIn(value: unknown): readonly Text[] {
	if (Array.isArray(value)) return value.flatMap(textsIn);
	if (typeof value !== "object" || value === null) return [];
	const { type, text } = value as Partial<Text>;
	const own = typeof text === "string" ? [{ type: type ?? "mrkdwn", text }] : [];
	return [...own, ...Object.values(value).flatMap(textsIn)];
}

/** Links that are our own: an address of AWS's console or documentation, everything in it percent-encoded. */
const ownLink =
	/<https:\/\/(?:[a-z0-9-]+\.console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)|docs\.aws\.amazon\.com)\/[^<>|\s]*\|([^<>|]+)>/g;

/** Control characters but the line break, and characters that reverse or hide text. */
const isHidden = /[^\P{Cc}\n]|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** What Slack's reader undoes. */
export const unescaped = (text: string): string =>
	text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** What is wrong with a message: Slack refuses it, or outside text could be taken for markup, a mention or a link. */
export function faultsOf(message: SlackMessage): readonly string[] {
	const { text, blocks } = message;
	const refusal = refusalOf(message);
	const texts = textsIn({ type: "fallback", text, blocks });
	const wrong = (what: string, isWrong: (one: Text) => boolean) =>
		texts.filter(isWrong).map((one) => `${what}: ${one.text}`);
	return [
		...(refusal === null ? [] : [refusal]),
		...(text.length > 4_000 ? [`a text of ${text.length}`] : []),
		...wrong("not escaped", (one) => /[<>]|&(?!amp;|lt;|gt;)/.test(one.text.replace(ownLink, ""))),
		...wrong("an escape of an escape", (one) => {
			const raw = unescaped(one.text.replace(ownLink, "$1"));
			return (
				raw.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") !== one.text.replace(ownLink, "$1")
			);
		}),
		...wrong("half a character", (one) => !one.text.isWellFormed()),
		...wrong("hidden", (one) => isHidden.test(one.text)),
		...wrong("an open code span", (one) => one.type === "mrkdwn" && (one.text.match(/`/g) ?? []).length % 2 === 1),
	];
}

/** The text as people see it: of links only what is shown. */
export const withoutLinks = (text: string): string => text.replaceAll(/<https:[^|<>]*\|([^<>]*)>/g, "$1");
