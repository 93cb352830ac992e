import type { AccountRegion } from "../../core/subject.ts";
import { formatCount } from "../../core/text.ts";
import { type Severity, type Status, severities } from "../../core/verdict.ts";
import { context, header, type SlackMessage, section, slackLimits } from "./blocks.ts";
import type { ControlText } from "./change-item.ts";
import { allFindingsLink } from "./console-link.ts";
import { escapeInline, escapeText, formatCode, formatLink, formatPlace, joinLines } from "./escape-text.ts";
import { fitMessage, wholePart } from "./fit-message.ts";
import { severityMark } from "./headline.ts";

/** What a sweep found: number of subjects, of verdicts by status, of failures by severity, and the worst failures. */
interface SweepFindings {
	readonly subjects: number;
	readonly statuses: Readonly<Record<Status, number>>;
	readonly severities: Readonly<Record<Severity, number>>;
	readonly worst: readonly { readonly name: string; readonly control: string; readonly severity: Severity }[];
}

const maxName = 200;

/**
 * The message about a first sweep, in Slack's format and within Slack's limits. `isComplete`: it has looked at everything;
 * otherwise a part could not be read, which later sweeps try again. `place`: of the installation. Untrusted strings are escaped.
 */
export function toSweepMessage(
	found: SweepFindings,
	isComplete: boolean,
	controls: readonly Pick<ControlText, "id" | "title">[],
	place: AccountRegion,
): SlackMessage {
	const { subjects, statuses, worst } = found;
	const headline = `Shipshape has checked what was there: ${formatCount(subjects, "subject")}, ${formatCount(statuses.fail, "failure")}`;
	const titleOf = (id: string): string => controls.find((control) => control.id === id)?.title ?? id;
	const counts = [
		...severities.map((severity) => [found.severities[severity], severity] as const),
		[statuses.unknown, "unknown"] as const,
		[statuses.waived, "waived"] as const,
	].flatMap(([number, label]) => (number === 0 ? [] : `${number} ${label}`));
	const summary = counts.length === 0 ? [] : [counts.join(", ")];
	const lines = worst.map(
		({ name, control, severity }) =>
			`${severityMark(severity)} *${severity}*  ${formatCode(name, maxName)}: ${escapeInline(titleOf(control), maxName)} (${formatCode(control, maxName)})`,
	);
	const link = allFindingsLink(place);
	const hub = link === null ? "Security Hub" : formatLink(link, "Security Hub", 20);
	const more = (failures: number) => section(`and ${failures} more, see ${hub}`);
	// The last item is the line about failures that are not among the worst.
	const others = Math.max(statuses.fail - worst.length, 0);
	const items = [...lines.map(section), ...(others > 0 ? [more(others)] : [])].map((block) => [wholePart(block)]);
	const texts = worst.map(
		({ name, control, severity }) => `${severity} ${escapeText(`${name}: ${control}`, 2 * maxName)}`,
	);
	const details = isComplete
		? "From now on, each change is reported by itself."
		: "A part could not be read. The next sweep tries again.";
	return {
		text: joinLines([headline, ...summary, ...texts], formatPlace(place), slackLimits.text),
		blocks: fitMessage({
			first: [header(headline), ...summary.map(section)],
			items,
			more: (leftOut) => more(others > 0 ? others + leftOut - 1 : leftOut),
			last: [context([formatPlace(place), details])],
		}),
	};
}
