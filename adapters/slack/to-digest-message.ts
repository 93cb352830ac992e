import type { KnownBlock } from "@slack/types";
import { formatList } from "../../core/text.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { context, header, type SlackMessage, section, slackLimits } from "./blocks.ts";
import { causeText } from "./cause-text.ts";
import type { ControlText } from "./change-item.ts";
import { allFindingsLink, subjectLink } from "./console-link.ts";
import { countsOf, worstFirst } from "./digest-order.ts";
import { escapeInline, escapeText, formatLink, formatPlace, joinLines, withoutMarkup } from "./escape-text.ts";
import { fitMessage, type Part } from "./fit-message.ts";
import { headlineParts, headlineText } from "./headline.ts";

const [maxWords, maxName, maxPlaces] = [150, 120, 3];
const causeLengths = { min: 60, max: 200 } as const;

/** A phone shows only the first lines. */
const maxTextLines = 3;

/**
 * Many notifications for one destination in one message, within Slack's limits: how many of each kind, then one line for each,
 * worst first, as many as fit, and how many there are more.
 * @throws RangeError if there is no notification.
 */
export function toDigestMessage(
	notifications: readonly Notification[],
	controls: readonly ControlText[],
): SlackMessage {
	const all = worstFirst(notifications);
	const [worst] = all;
	if (worst === undefined) throw new RangeError("a digest needs a notification");
	const subjects = new Set(all.map(({ entry }) => entry.arn)).size;
	const headline = `${headlineParts(worst).mark} ${subjects} ${subjects === 1 ? "subject" : "subjects"}: ${countsOf(all)}`;
	const places = [...new Set(all.map(({ entry }) => formatPlace(entry.subject)))];
	const where = formatList(places, maxPlaces);
	const link = allFindingsLink(worst.entry.subject);
	const hub = link === null ? "Security Hub" : formatLink(link, "Security Hub", 20);
	// Header and small print are two blocks, so never all of these are shown if there are more.
	const candidates = all.slice(0, slackLimits.blocks);
	const texts = all
		.slice(0, maxTextLines)
		.map((one) => `${escapeText(headlineText(one), maxWords)}: ${causeOf(one, controls, causeLengths.max)}`);
	const left = all.length - texts.length;
	const lines = [escapeText(headline, slackLimits.header), ...texts, ...(left > 0 ? [`and ${left} more`] : [])];
	return {
		text: joinLines(lines, where, slackLimits.text),
		blocks: joinSections(
			fitMessage({
				first: [header(headline)],
				items: candidates.map((one, rank) => [linePart(one, controls, { rank, isPlaced: places.length > 1 })]),
				more: (leftOut) => section(`and ${all.length - candidates.length + leftOut} more, see ${hub}`),
				last: [context([where, hub])],
			}),
		),
	};
}

function linePart(
	notification: Notification,
	controls: readonly ControlText[],
	{ rank, isPlaced }: { readonly rank: number; readonly isPlaced: boolean },
): Part {
	const { entry } = notification;
	const { mark, before, name, after } = headlineParts(notification);
	const subject = formatLink(subjectLink(entry), name, maxName);
	const place = isPlaced ? ` (${formatPlace(entry.subject)})` : "";
	const what = `${mark} ${escapeInline(before, maxWords)} ${subject} ${escapeInline(after, maxWords)}`;
	const start = `${what.replaceAll(/ +/g, " ").replace(/ ([,;:]|$)/g, "$1")}${place}`;
	const whole = causeOf(notification, controls, causeLengths.max);
	const toBlocks = (room: number): KnownBlock[] => {
		const cause = room >= whole.length ? whole : causeOf(notification, controls, room);
		return [section(cause === "" ? start : `${start}: ${cause}`)];
	};
	return { weight: 1 / (1 + rank), ...causeLengths, toBlocks };
}

/** Why, on one line without markup; of what is over, the controls. */
function causeOf({ headline, changes }: Notification, controls: readonly ControlText[], maxLength: number): string {
	if (headline.kind === "block") {
		const { reason, because } = headline.block;
		return escapeInline(reason ?? formatList(because, 3), maxLength);
	}
	const after = changes[0]?.after ?? null;
	if (after !== null && changes[0]?.kind !== "closed") return withoutMarkup(causeText(after, maxLength));
	const titles = changes.map(({ control }) => controls.find(({ id }) => id === control)?.title ?? control);
	return escapeInline(formatList(titles, 3), maxLength);
}

/** Sections that follow each other as few: in one section, lines stand close together. */
function joinSections(blocks: readonly KnownBlock[]): KnownBlock[] {
	const joined: KnownBlock[] = [];
	for (const block of blocks) {
		const last = joined.at(-1);
		const [above, below] = [textOf(last), textOf(block)];
		if (above !== undefined && below !== undefined && above.length + below.length < slackLimits.section) {
			joined[joined.length - 1] = section(`${above}\n${below}`);
		} else joined.push(block);
	}
	return joined;
}

const textOf = (block: KnownBlock | undefined): string | undefined =>
	block?.type === "section" ? block.text?.text : undefined;
