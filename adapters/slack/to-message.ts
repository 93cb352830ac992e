import type { KnownBlock } from "@slack/types";
import type { BlockRecord } from "../../core/block-record.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { isWaiting } from "../../domain/approvals/waiting.ts";
import type { Notification, ReportedChange } from "../../domain/notifications/notification.ts";
import { approvalActions } from "./approval-blocks.ts";
import { blockLine, blockText } from "./block-texts.ts";
import { context, header, plainSection, type SlackMessage, section, slackLimits } from "./blocks.ts";
import { causeText } from "./cause-text.ts";
import { type ControlText, changeItem } from "./change-item.ts";
import { subjectFindingsLink, subjectLink } from "./console-link.ts";
import { escapeInline, escapeText, formatCode, formatLink, formatPlace, formatTime, joinLines } from "./escape-text.ts";
import { fitMessage, type Part, wholePart } from "./fit-message.ts";
import { headlineText } from "./headline.ts";
import { entryName, shortDigest } from "./subject-name.ts";

export type { SlackMessage } from "./blocks.ts";

/** Of a block's reason. That of a deployment that waits has the commands that answer it, and is never cut. */
const reasonLengths = { min: 1_000, max: 1_500 } as const;

export interface MessageOptions {
	/**
	 * Where the buttons are that answer a deployment that waits, which need a bot: in one message, so that none is left when it was
	 * answered.
	 */
	readonly buttons: "none" | "here" | "in-first-message";
	/** What it says was read from a file, wherever that will be deployed. */
	readonly isFromFile?: true;
}

const noButtons: MessageOptions = { buttons: "none" };

/** A notification in Slack's format, within Slack's limits. Untrusted strings are escaped. */
export function toMessage(
	notification: Notification,
	controls: readonly ControlText[],
	options: MessageOptions = noButtons,
): SlackMessage {
	const { entry, changes, blocks } = notification;
	const revisions = new Set([...blocks.map(({ revision }) => String(revision)), entry.about["revision"]]);
	const revision = blocks.length > 1 && revisions.size > 1 ? entry.about["revision"] : undefined;
	const items = [
		...blockItems(blocks, entry, options),
		...changes.map((change, index) => {
			const control = controls.find(({ id }) => id === change.control);
			return changeItem(change, entry, control, { rank: blocks.length + index, revision });
		}),
	];
	const headline = headlineText(notification);
	return {
		text: textOf(headline, notification),
		blocks: fitMessage({
			first: [header(headline)],
			items,
			more: (leftOut) => {
				const what = leftOut > changes.length ? "more" : `more ${leftOut === 1 ? "check" : "checks"}`;
				return section(`and ${leftOut} ${what}, see ${findingsOf(entry)}`);
			},
			last: [contextOf(entry, options)],
		}),
	};
}

/** The blocks of a message; what somebody has to answer comes first, because not all of them may fit. */
export function blockItems(
	blocks: readonly BlockRecord[],
	entry: LedgerEntry,
	{ buttons }: MessageOptions,
): readonly (readonly Part[])[] {
	const waits = (block: BlockRecord): boolean => isWaiting(block, entry);
	return [...blocks.filter(waits), ...blocks.filter((block) => !waits(block))].map((block) => [
		...blockItem(block, entry, waits(block)),
		...(waits(block) ? buttonsFor(block, entry, buttons) : []),
	]);
}

const seeFirst = context(["Answer with the buttons in the first message of this thread."]);

function buttonsFor(block: BlockRecord, entry: LedgerEntry, where: MessageOptions["buttons"]): readonly Part[] {
	const actions = where === "none" ? null : approvalActions(block, entry);
	if (actions === null) return [];
	return [wholePart(where === "here" ? actions : seeFirst)];
}

function blockItem(block: BlockRecord, entry: LedgerEntry, isWhole: boolean): readonly Part[] {
	const head = wholePart(section(blockText(block, entry)));
	if (block.reason === undefined) return [head];
	const reason = `Reason: ${block.reason}`;
	const max = Math.min(escapeText(reason, Number.POSITIVE_INFINITY).length, reasonLengths.max);
	const toBlocks = (room: number): KnownBlock[] => [plainSection(escapeText(reason, room))];
	return [head, { weight: 20, min: isWhole ? max : Math.min(max, reasonLengths.min), max, toBlocks }];
}

const findingsOf = (entry: LedgerEntry): string => {
	const link = subjectFindingsLink(entry);
	return link === null ? "Security Hub" : formatLink(link, "Security Hub", 20);
};

/** A phone shows a few lines: the headline, the worst causes, and where it is. */
const [maxLines, maxCause] = [3, 300];

function textOf(headline: string, { entry, changes, blocks }: Notification): string {
	const lines = [...blocks.map(blockLine), ...changes.map(changeLine)];
	const left = lines.length - maxLines;
	const more = left > 0 ? [`and ${left} more, see Security Hub`] : [];
	const all = [escapeText(headline, slackLimits.header), ...lines.slice(0, maxLines), ...more];
	return joinLines(all, formatPlace(entry.subject), slackLimits.text);
}

function changeLine({ kind, severity, control, after }: ReportedChange): string {
	const name = escapeInline(control, 100);
	if (kind === "closed" || after === null) return `closed ${name}`;
	return `${kind === "unknown" ? "unknown" : (after.severity ?? severity)} ${name}: ${causeText(after, maxCause)}`;
}

/** The subject and its location, in small print. */
function contextOf(entry: LedgerEntry, { isFromFile }: MessageOptions): KnownBlock {
	const { subject, readAt } = entry;
	return context([
		formatLink(subjectLink(entry), entryName(entry, 5), 300),
		...(subject.kind === "image" ? [`digest ${formatCode(shortDigest(subject.digest), 40)}`] : []),
		formatPlace(subject),
		isFromFile === true ? "read from a file" : `read from AWS at ${formatTime(readAt)}`,
	]);
}
