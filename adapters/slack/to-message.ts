import type { KnownBlock } from "@slack/types";
import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import { type LedgerEntry, openFailureOf, type RecordedVerdict } from "../../core/ledger.ts";
import type { Notification, ReportedChange } from "../../domain/notifications/notification.ts";
import { activeRevisionOf } from "../security-hub/block-sentence.ts";
import { boundedFindingId } from "../security-hub/finding-id.ts";
import { blockLine, blockText } from "./block-texts.ts";
import { consoleLink } from "./console-link.ts";
import { escapeInline, escapeText, formatCode } from "./escape-text.ts";
import { headlineText } from "./headline.ts";
import { subjectName } from "./subject-name.ts";

/** The body of a post to an incoming webhook: blocks for the channel, text for notifications and screen readers. */
export interface SlackMessage {
	readonly text: string;
	readonly blocks: KnownBlock[];
}

/** Slack's limits (Block Kit reference and message payloads): blocks of a message, characters of strings. */
export const slackLimits = { blocks: 50, section: 3_000, header: 150, context: 10, text: 4_000 } as const;

const maxMessage = 1_500;
const maxRemediation = 1_000;
const maxName = 200;

/** A notification in Slack's format. Untrusted strings are escaped and cut. */
export function toMessage(
	notification: Notification,
	controls: readonly Pick<Control, "id" | "title">[],
): SlackMessage {
	const { entry, changes, blocks } = notification;
	const titleOf = (id: string): string => controls.find((control) => control.id === id)?.title ?? id;
	const headline = escapeText(headlineText(notification), slackLimits.header);
	const parts = [
		...blocks.map((block) => blockPart(block, entry)),
		...changes.map((change) => changePart(change, titleOf(change.control), entry)),
	];
	const lines = [...blocks.map((block) => blockLine(block)), ...changes.map(changeLine), placeOf(entry)];
	return {
		text: joinLines([headline, ...lines], slackLimits.text),
		blocks: [{ type: "header", text: plain(headline) }, ...fitBlocks(parts), context(entry)],
	};
}

/** As many parts as fit into a message, and the number of those left out. */
function fitBlocks(parts: readonly (readonly KnownBlock[])[]): KnownBlock[] {
	const shown: KnownBlock[] = [];
	// Header, context and the line with the number of parts left out.
	const room = slackLimits.blocks - 3;
	for (const [index, part] of parts.entries()) {
		if (shown.length + part.length > room) {
			return [...shown, section(`and ${parts.length - index} more, see Security Hub`)];
		}
		shown.push(...part);
	}
	return shown;
}

function blockPart(block: BlockRecord, entry: LedgerEntry): KnownBlock[] {
	const because = block.because.slice(0, 10).map((control) => formatCode(control, maxName));
	const { action, outcome, reason } = block;
	const active = action === "deregister" && outcome === "done" ? activeSentence(activeRevisionOf(entry)) : "";
	const head = section(`${blockText(block, because)}${active}`);
	return reason === undefined ? [head] : [head, plainSection(escapeText(`Reason: ${reason}`, maxMessage))];
}

function activeSentence(revision: string | undefined): string {
	if (revision === undefined) return "";
	return revision === "none"
		? " No revision of the family is active."
		: ` Revision ${escapeInline(revision, 20)} is active.`;
}

/** Our own text is markup; untrusted text is plain text, in which Slack does not interpret stars, tildes or backticks. */
function changePart(change: ReportedChange, title: string, entry: LedgerEntry): KnownBlock[] {
	const link = consoleLink(entry.subject, boundedFindingId(change.control, entry.arn));
	const name = escapeInline(change.control, maxName);
	const head = section(
		`*${labelOf(change, entry)}*  ${escapeInline(title, 300)}\n${link === null ? formatCode(name, maxName) : `<${link}|${name.replaceAll("|", "/")}>`}`,
	);
	const { after } = change;
	if (after === null || change.kind === "closed") return [head];
	const message = escapeText(after.message, maxMessage);
	const fix = change.kind === "unknown" ? "" : escapeText(after.remediation, maxRemediation);
	const body = [message, fix === "" ? "" : `How to fix: ${fix}`].filter((text) => text !== "").join("\n");
	return body === "" ? [head] : [head, plainSection(body)];
}

function labelOf({ kind, severity, before, after, worseBy }: ReportedChange, { state }: LedgerEntry): string {
	switch (kind) {
		case "failing":
		case "blocking":
			return severity;
		case "worse":
		case "milder":
			return `${after?.severity ?? severity}, ${worseBy === "container" || worseBy === "vulnerability" ? `another ${worseBy}` : wasText(before)}`;
		case "unknown":
			return "Unknown";
		case "closed":
			if (after === null) return state === "gone" ? "Removed" : "No longer checked";
			if (after.status === "not-applicable") return "No longer applies";
			if (after.status === "unknown") return "Ended, now unknown";
			return "Fixed";
	}
}

const wasText = (before: RecordedVerdict | null): string => `was ${openFailureOf(before)?.severity}`;

const changeLine = (change: ReportedChange): string => {
	const { kind, severity, control, after } = change;
	if (kind === "closed") return escapeText(`closed ${control}`, maxName);
	const label = kind === "unknown" ? "unknown" : (after?.severity ?? severity);
	return `${label} ${escapeText(`${control}: ${after?.message ?? ""}`, 500)}`;
};

const placeOf = ({ subject }: LedgerEntry): string =>
	`account ${escapeText(subject.account, 20)}, ${escapeText(subject.region, 30)}`;

/** The subject and its location, in small print. */
function context(entry: LedgerEntry): KnownBlock {
	const { subject, about, readAt } = entry;
	const tags =
		subject.kind === "image" && about["tags"] !== undefined ? [`tags ${formatCode(about["tags"], 300)}`] : [];
	const texts = [
		formatCode(subjectName(subject, "full"), 400),
		...tags,
		placeOf(entry),
		`read from AWS at ${escapeText(readAt.replace("T", " ").replace(/\.\d+Z$/, " UTC"), 40)}`,
	];
	return { type: "context", elements: texts.slice(0, slackLimits.context).map((text) => markup(text)) };
}

export const markup = (text: string) => ({ type: "mrkdwn" as const, text, verbatim: true });
export const plain = (text: string) => ({ type: "plain_text" as const, text, emoji: false });
export const section = (text: string): KnownBlock => ({ type: "section", text: markup(text) });
const plainSection = (text: string): KnownBlock => ({ type: "section", text: plain(text) });

/** As many complete lines as fit. */
export function joinLines(lines: readonly string[], maxLength: number): string {
	let text = "";
	for (const line of lines) {
		const longer = text === "" ? line : `${text}\n${line}`;
		if (longer.length > maxLength) return `${text}\n…`;
		text = longer;
	}
	return text;
}
