import type { KnownBlock } from "@slack/types";
import type { Control } from "../../core/control.ts";
import { type LedgerEntry, openFailureOf, type RecordedVerdict } from "../../core/ledger.ts";
import { adviceAbove, fixCommandFor } from "../../domain/notifications/fix-commands.ts";
import type { ReportedChange } from "../../domain/notifications/notification.ts";
import { commandSection, plainSection, section } from "./blocks.ts";
import { causeTexts } from "./cause-text.ts";
import { findingLink } from "./console-link.ts";
import { escapeInline, escapeText, formatLink } from "./escape-text.ts";
import { type Part, wholePart } from "./fit-message.ts";

/** What a message says of a control. */
export type ControlText = Pick<Control, "id" | "title" | "references" | "fixCommand">;

const [maxTitle, maxName, maxReference] = [250, 100, 300];
const body = { min: 200, max: 1_500, minFix: 80 } as const;

/**
 * What a message says of a change: severity and title with links to the finding and the control's page, the cause and the advice,
 * the command that fixes it. `rank`: its position, the worst is 0. `revision`: what it is about, if the message is about several.
 */
export function changeItem(
	change: ReportedChange,
	entry: LedgerEntry,
	control: ControlText | undefined,
	{ rank, revision }: { readonly rank: number; readonly revision: string | undefined },
): readonly Part[] {
	const { kind, after } = change;
	const of = revision === undefined ? "" : `, revision ${escapeInline(revision, 20)}`;
	const title = escapeInline(control?.title ?? change.control, maxTitle);
	const link = formatLink(findingLink(change.control, entry), change.control, maxName);
	const head = `*${labelOf(change, entry)}${of}*  ${title}\n${link}`;
	if (after === null || kind === "closed") return [wholePart(section(head))];
	const isFailure = kind !== "unknown";
	const command = isFailure && control !== undefined ? commandPart(fixCommandFor(control, entry.subject), rank) : [];
	const advice =
		control === undefined || command.length === 0 ? after.remediation : adviceAbove(control, after.remediation);
	return [
		wholePart(section(`${head}${referenceOf(control)}`)),
		bodyPart(after, isFailure ? advice : "", 10 / (1 + rank)),
		...command,
	];
}

/** The control's page: the first of its references, as in Security Hub. */
function referenceOf(control: ControlText | undefined): string {
	const url = control?.references[0];
	return url === undefined || url.length > maxReference || !/^https:\/\/[^\s<>|]+$/.test(url)
		? ""
		: ` · ${formatLink(url, "documentation", maxName)}`;
}

/** Plain text, in which Slack interprets nothing. At least two thirds of the room are for the cause. */
function bodyPart(verdict: RecordedVerdict, remediation: string, weight: number): Part {
	const [cause, advice] = [causeTexts(verdict), escapeText(remediation, body.max)];
	const toBlocks = (room: number): readonly KnownBlock[] => {
		const reserved = Math.min(advice.length, Math.floor(room / 3));
		const shown = cause(room - (reserved < advice.length && reserved < body.minFix ? 0 : reserved));
		const left = room - shown.length;
		const fix = left < Math.min(advice.length, body.minFix) ? "" : escapeText(remediation, left);
		const text = [shown, fix === "" ? "" : `How to fix: ${fix}`].filter((line) => line !== "").join("\n");
		return text === "" ? [] : [plainSection(text)];
	};
	const max = Math.min(cause(body.max).length + advice.length, body.max);
	return { weight, min: Math.min(max, body.min), max, toBlocks };
}

/** The whole command or nothing: half a command is another one. */
function commandPart(command: string | null, rank: number): readonly Part[] {
	const block = command === null ? null : commandSection(command);
	if (command === null || block === null) return [];
	const max = command.length;
	return [{ weight: 12 / (1 + rank), min: 0, max, toBlocks: (room) => (room < max ? [] : [block]) }];
}

function labelOf({ kind, severity, before, after, worseBy }: ReportedChange, { state }: LedgerEntry): string {
	switch (kind) {
		case "failing":
		case "blocking":
			return severity;
		case "worse":
		case "milder":
			return `${after?.severity ?? severity}, ${worseBy === "container" || worseBy === "vulnerability" ? `another ${worseBy}` : wasText(before)}`;
		case "unknown": {
			const failed = openFailureOf(after)?.severity;
			return failed === undefined ? "Unknown" : `Unknown, was ${failed}`;
		}
		case "closed":
			if (after === null) return state === "gone" ? "Removed" : "No longer checked";
			if (after.status === "not-applicable") return "No longer applies";
			if (after.status === "unknown") return "Ended, now unknown";
			return "Fixed";
	}
}

const wasText = (before: RecordedVerdict | null): string => `was ${openFailureOf(before)?.severity}`;
