import type { LedgerEntry } from "../../core/ledger.ts";
import type { PresentState } from "../../domain/notifications/present-state.ts";
import { context, type SlackMessage, slackLimits } from "./blocks.ts";
import type { ControlText } from "./change-item.ts";
import { subjectLink } from "./console-link.ts";
import { formatLink, formatPlace, formatTime } from "./escape-text.ts";
import { entryName } from "./subject-name.ts";
import { toPresentMessage } from "./to-present-message.ts";

const maxName = 100;

/** A message that is posted late, unchanged except for the time as of which it is true (ISO 8601). */
export function asOf(message: SlackMessage, time: string): SlackMessage {
	const note = `Redriven, as of ${formatTime(time)}:`;
	return { text: withFirstLine(note, message.text), blocks: withNote(message.blocks, note) };
}

/** How a subject stands, in place of a message about it that was not delivered. `time`: as of which that was true, ISO 8601. */
export function inPlaceOf(
	old: SlackMessage,
	time: string,
	state: PresentState,
	controls: readonly ControlText[],
): SlackMessage {
	const { entry } = state;
	const { text, blocks } = toPresentMessage({ ...state, others: 0 }, controls);
	// It was escaped when the message was made, for where nothing is interpreted.
	const [headline = ""] = old.text.split("\n");
	const said = headline.length > slackLimits.header ? "" : `: ${headline.replaceAll("`", "'")}`;
	const note = `Redriven, as of ${formatTime(entry.readAt)}, in place of a message of ${formatTime(time)}${said}`;
	return { text: withFirstLine(note, text), blocks: withNote([...blocks.slice(0, -1), placeOf(entry)], note) };
}

const placeOf = (entry: LedgerEntry) =>
	context([formatLink(subjectLink(entry), entryName(entry), maxName), formatPlace(entry.subject)]);

/** Of the text, as many complete lines as fit. */
function withFirstLine(first: string, text: string): string {
	const lines = [first, ...text.split("\n")];
	while (lines.join("\n").length > slackLimits.text) lines.pop();
	return lines.join("\n");
}

/** In the message's last block, if that is for notes: a block of its own might be one too many. */
function withNote(blocks: SlackMessage["blocks"], note: string): SlackMessage["blocks"] {
	const last = blocks.at(-1);
	const [added] = context([note]).elements;
	if (last?.type === "context" && added !== undefined && last.elements.length < slackLimits.context)
		return [...blocks.slice(0, -1), { ...last, elements: [added, ...last.elements] }];
	// Without blocks, Slack shows the text.
	return blocks.length === 0 || blocks.length >= slackLimits.blocks ? blocks : [...blocks, context([note])];
}
