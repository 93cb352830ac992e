import type { KnownBlock } from "@slack/types";
import type { Control } from "../../core/control.ts";
import { truncate } from "../../core/text.ts";
import type { PresentCheck, PresentState } from "../../domain/notifications/present-state.ts";
import { boundedFindingId } from "../security-hub/finding-id.ts";
import { blockText } from "./block-texts.ts";
import { consoleLink } from "./console-link.ts";
import { escapeInline, escapeText, formatCode } from "./escape-text.ts";
import { headlineText } from "./headline.ts";
import { entryName, subjectName } from "./subject-name.ts";
import { joinLines, markup, plain, type SlackMessage, section, slackLimits } from "./to-message.ts";

const [maxTitle, maxName, maxMessage, maxRemediation] = [300, 200, 800, 500];
const maxHeadlineName = 80;
/** Of the blocks as JSON, which is more than the characters that Slack counts. */
const maxSum = 8_000;
const maxText = 900;
/** `joinLines` adds an ellipsis. */
const maxSection = slackLimits.section - 10;

/**
 * How a subject stands, in Slack's format: what is open or unknown with its cause and fix, what is not any more in one line each,
 * struck through. Green only if all of it has ended and something was fixed or removed. Untrusted strings are escaped and cut.
 */
export function toPresentMessage(
	state: PresentState,
	controls: readonly Pick<Control, "id" | "title">[],
): SlackMessage {
	const titleOf = (id: string): string => controls.find((control) => control.id === id)?.title ?? id;
	const headline = escapeText(headlineOf(state), slackLimits.header);
	const lasting = state.checks.filter(isLasting);
	const ended = state.checks.filter((check) => !isLasting(check));
	const parts = [
		...(state.block === null ? [] : [[section(blockText(state.block, state.block.because.slice(0, 5).map(codeOf)))]]),
		...lasting.map((check) => lastingPart(check, titleOf(check.control), state)),
	];
	const endings = ended.map(
		(check) => `~${titleForStrike(titleOf(check.control))}~  ${codeOf(check.control)}: ${endOf(check, state)}`,
	);
	const rest = [...linesAbout(endings), ...othersIn(state), context(state)];
	const lines = [...lasting, ...ended].map((check) => escapeText(lineOf(check, state), maxMessage));
	return {
		text: joinLines([headline, ...lines], maxText),
		blocks: [{ type: "header", text: plain(headline) }, ...fitParts(parts, rest), ...rest],
	};
}

const isLasting = (check: PresentCheck): boolean => check.state === "open" || check.state === "unknown";
const codeOf = (control: string): string => formatCode(control, maxName);

/** A tilde would end the strike. */
const titleForStrike = (title: string): string => escapeInline(title.replaceAll("~", "-"), maxTitle);

function headlineOf({ entry, checks }: PresentState): string {
	const among = (...states: readonly PresentCheck["state"][]) => checks.filter(({ state }) => states.includes(state));
	const open = among("open");
	const severity = open[0]?.severity ?? null;
	if (severity !== null) {
		return headlineText({ entry, headline: { kind: "failing", severity, controls: open.length } });
	}
	if (among("unknown").length > 0) return headlineText({ entry, headline: { kind: "unknown" } });
	if (entry.state === "gone") return headlineText({ entry, headline: { kind: "gone" } });
	const fixed = among("fixed").length;
	if (fixed > 0) return headlineText({ entry, headline: { kind: "fixed", controls: fixed } });
	if (among("waived", "milder").length > 0) return `⚪ Nothing open: ${truncate(entryName(entry), maxHeadlineName)}`;
	return headlineText({ entry, headline: { kind: "ended", isChecked: among("not-applicable").length > 0 } });
}

/** As many parts as fit beside the rest, and the number of those left out. */
function fitParts(parts: readonly (readonly KnownBlock[])[], rest: readonly KnownBlock[]): KnownBlock[] {
	const shown: KnownBlock[] = [];
	// The header, and the line with the number of parts left out.
	const room = slackLimits.blocks - 2 - rest.length;
	let sum = sizeOf(rest) + 2 * slackLimits.header;
	for (const [index, part] of parts.entries()) {
		sum += sizeOf(part);
		if (shown.length + part.length > room || sum > maxSum) {
			return [...shown, section(`and ${parts.length - index} more, see Security Hub`)];
		}
		shown.push(...part);
	}
	return shown;
}

const sizeOf = (blocks: readonly KnownBlock[]): number => JSON.stringify(blocks).length;

function lastingPart(
	{ control, state, verdict, severity }: PresentCheck,
	title: string,
	of: PresentState,
): KnownBlock[] {
	const link = consoleLink(of.entry.subject, boundedFindingId(control, of.entry.arn));
	const name = link === null ? codeOf(control) : `<${link}|${escapeInline(control, maxName).replaceAll("|", "/")}>`;
	const failed = state === "unknown" && severity !== null ? `, was ${severity}` : "";
	const label = state === "open" ? (severity ?? "") : `Unknown${failed}`;
	const head = section(`*${label}*  ${escapeInline(title, maxTitle)}\n${name}`);
	const message = escapeText(verdict?.message ?? "", maxMessage);
	const fix = verdict?.status === "fail" ? escapeText(verdict.remediation, maxRemediation) : "";
	const body = [message, fix === "" ? "" : `How to fix: ${fix}`].filter((text) => text !== "").join("\n");
	return body === "" ? [head] : [head, { type: "section", text: plain(body) }];
}

function endOf({ state, severity }: PresentCheck, { entry }: PresentState): string {
	switch (state) {
		case "fixed":
			return "fixed";
		case "waived":
			return "waived";
		case "not-applicable":
			return "no longer applies";
		case "milder":
			return `now ${severity}, which is not reported here`;
		default:
			return entry.state === "gone" ? "removed" : "no longer checked";
	}
}

function lineOf(check: PresentCheck, of: PresentState): string {
	if (check.state === "open") return `${check.severity} ${check.control}: ${check.verdict?.message ?? ""}`;
	if (check.state === "unknown") return `unknown ${check.control}: ${check.verdict?.message ?? ""}`;
	return `${endOf(check, of)}: ${check.control}`;
}

const linesAbout = (endings: readonly string[]): KnownBlock[] =>
	endings.length === 0 ? [] : [section(joinLines(endings, maxSection))];

function othersIn({ others }: PresentState): KnownBlock[] {
	if (others === 0) return [];
	const which = others === 1 ? "1 other check of it fails that is" : `${others} other checks of it fail that are`;
	return [section(`${which} not part of this thread.`)];
}

function context({ entry: { subject, readAt } }: PresentState): KnownBlock {
	const time = escapeText(readAt.replace("T", " ").replace(/\.\d+Z$/, " UTC"), 40);
	const texts = [
		formatCode(subjectName(subject, "full"), 400),
		`account ${escapeText(subject.account, 20)}, ${escapeText(subject.region, 30)}`,
		`as of ${time}; what happened is in the thread`,
	];
	return { type: "context", elements: texts.map((text) => markup(text)) };
}
