import { truncate } from "../../core/text.ts";
import { isWaiting } from "../../domain/approvals/waiting.ts";
import type { PresentCheck, PresentState } from "../../domain/notifications/present-state.ts";
import { context, header, type SlackMessage, section, slackLimits } from "./blocks.ts";
import { type ControlText, changeItem } from "./change-item.ts";
import { subjectFindingsLink, subjectLink } from "./console-link.ts";
import { escapeInline, escapeText, formatCode, formatLink, formatPlace, formatTime, joinLines } from "./escape-text.ts";
import { fitMessage, wholePart } from "./fit-message.ts";
import { headlineText } from "./headline.ts";
import { entryName } from "./subject-name.ts";
import { blockItems, type MessageOptions } from "./to-message.ts";

const [maxTitle, maxName, maxMessage, maxHeadlineName] = [250, 100, 800, 80];

/**
 * How a subject stands, in Slack's format: the deployments that wait for a person with the buttons, what is open or unknown with its
 * cause and fix, what is not any more in one line each, struck through. Green only if all of it has ended and something was fixed or
 * removed. Within Slack's limits; untrusted strings are escaped.
 */
export function toPresentMessage(
	state: PresentState,
	controls: readonly ControlText[],
	options: MessageOptions = { buttons: "none" },
): SlackMessage {
	const { entry, checks, blocks } = state;
	const controlOf = (id: string) => controls.find((control) => control.id === id);
	const lasting = checks.filter(isLasting);
	const ended = checks.filter((check) => !isLasting(check));
	const headline = headlineOf(state);
	const endings = ended.map((check) => {
		const title = titleForStrike(controlOf(check.control)?.title ?? check.control);
		return [wholePart(section(`~${title}~  ${formatCode(check.control, maxName)}: ${endOf(check, state)}`))];
	});
	const lines = [...lasting, ...ended].map((check) => escapeText(lineOf(check, state), maxMessage));
	return {
		text: joinLines([escapeText(headline, slackLimits.header), ...lines], formatPlace(entry.subject), slackLimits.text),
		blocks: fitMessage({
			first: [header(headline)],
			items: [
				...blockItems(blocks, entry, options),
				...lasting.map((check, rank) =>
					changeItem(changeOf(check), entry, controlOf(check.control), { rank, revision: undefined }),
				),
				...endings,
			],
			more: (leftOut) => {
				const hub = formatLink(subjectFindingsLink(entry), "Security Hub", maxName);
				const what = leftOut > checks.length ? "more" : `more ${leftOut === 1 ? "check" : "checks"}`;
				return section(`and ${leftOut} ${what}, see ${hub}`);
			},
			last: [...othersIn(state), contextOf(state)],
		}),
	};
}

const isLasting = (check: PresentCheck): boolean => check.state === "open" || check.state === "unknown";

/** As the change that opened it. */
const changeOf = ({ control, state, severity, verdict }: PresentCheck) => ({
	...{ control, before: null, after: verdict, severity: severity ?? "INFORMATIONAL" },
	kind: state === "open" ? ("failing" as const) : ("unknown" as const),
});

/** A tilde would end the strike. */
const titleForStrike = (title: string): string => escapeInline(title.replaceAll("~", "-"), maxTitle);

function headlineOf({ entry, checks, blocks }: PresentState): string {
	const waiting = blocks.find((block) => isWaiting(block, entry));
	if (waiting !== undefined) return headlineText({ entry, headline: { kind: "block", block: waiting } });
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

function othersIn({ others }: PresentState) {
	if (others === 0) return [];
	const which = others === 1 ? "1 other check of it fails that is" : `${others} other checks of it fail that are`;
	return [section(`${which} not part of this thread.`)];
}

function contextOf({ entry }: PresentState) {
	return context([
		formatLink(subjectLink(entry), entryName(entry), maxName),
		formatPlace(entry.subject),
		`as of ${formatTime(entry.readAt)}; what happened is in the thread`,
	]);
}
