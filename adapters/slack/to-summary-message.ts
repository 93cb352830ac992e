import type { AccountRegion } from "../../core/subject.ts";
import { formatCount, formatMinute } from "../../core/text.ts";
import { type Severity, severities } from "../../core/verdict.ts";
import type { OldFailure, Summary, TeamFailures } from "../../domain/notifications/summary.ts";
import { context, header, type SlackMessage, section, slackLimits } from "./blocks.ts";
import { escapeInline, formatCode, formatPlace, joinLines } from "./escape-text.ts";

/** Three lists of this length, with their longest lines, are well below what Slack accepts in one message. */
const [maxLines, maxSection, maxName, maxOwner] = [10, 2_600, 90, 40];

/** A summary in Slack's format. `place`: of the installation. Untrusted strings are escaped and cut. */
export function toSummaryMessage(summary: Summary, place: AccountRegion): SlackMessage {
	const { failures, teams, oldest, waivers, changes, unknown, waived } = summary;
	const total = severities.reduce((sum, severity) => sum + failures[severity], 0);
	const headline = `Shipshape summary: ${summary.isComplete ? "" : "at least "}${formatCount(total, "open failure")}`;
	const also = [...(unknown > 0 ? [`${unknown} unknown`] : []), ...(waived > 0 ? [`${waived} waived`] : [])];
	const counts = [...countsOf(failures), ...also].join(", ") || "Nothing fails.";
	const since = changes === null ? [] : [changesLine(changes)];
	const lists = [
		list("Open failures by team", teams.map(teamLine), teams.length),
		list("Open the longest", oldest.map(oldLine), total),
		list("Waivers that end within 14 days", waivers.map(waiverLine), waivers.length),
	].flat();
	const details = [
		...(summary.isComplete ? [] : ["There was no time to read the whole ledger: the numbers are too low."]),
		formatPlace(place),
		`${formatCount(summary.subjects, "subject")} as of ${formatTime(summary.at)}`,
	];
	return {
		text: joinLines([headline, counts, ...since], formatPlace(place), slackLimits.text),
		blocks: [header(headline), section([counts, ...since].join("\n")), ...lists.map(section), context(details)],
	};
}

/** As many lines as fit, worst first, and how many there are besides. Without a line: nothing. */
function list(title: string, lines: readonly string[], total: number): string[] {
	if (lines.length === 0) return [];
	const shown: string[] = [];
	for (const line of lines.slice(0, maxLines)) {
		if ([...shown, line].join("\n").length > maxSection) break;
		shown.push(line);
	}
	const more = total > shown.length ? [`and ${total - shown.length} more`] : [];
	return [[`*${title}*`, ...shown, ...more].join("\n")];
}

const countsOf = (failures: Readonly<Record<Severity, number>>): string[] =>
	severities.flatMap((severity) => (failures[severity] === 0 ? [] : `${failures[severity]} ${severity}`));

function changesLine({ since, opened, fixed, ended }: NonNullable<Summary["changes"]>): string {
	const gone = ended === 0 ? "" : `, ${ended} ended otherwise (waived, removed or no longer checked)`;
	return `Since ${formatTime(since)}: ${opened} new, ${fixed} fixed${gone}`;
}

const teamLine = ({ team, failures }: TeamFailures): string =>
	`• ${team === null ? "other" : formatCode(team, maxName)}: ${countsOf(failures).join(", ")}`;

const oldLine = ({ name, control, severity, since }: OldFailure): string =>
	`• ${severity} since ${formatDay(since)}: ${formatCode(name, maxName)} ${formatCode(control, maxName)}`;

const waiverLine = ({ control, resource, owner, expires }: Summary["waivers"][number]): string =>
	`• ${formatDay(expires)}: ${formatCode(control, maxName)} on ${formatCode(resource, maxName)}, ${formatCode(owner, maxOwner)}`;

const formatDay = (time: string): string => escapeInline(time.slice(0, "2026-11-21".length), maxOwner);
const formatTime = (time: string): string => escapeInline(formatMinute(time), maxOwner);
