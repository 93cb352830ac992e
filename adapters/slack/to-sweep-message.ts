import type { Control } from "../../core/control.ts";
import { type Severity, type Status, severities } from "../../core/verdict.ts";
import { escapeInline, escapeText, formatCode } from "./escape-text.ts";
import { joinLines, markup, plain, type SlackMessage, section, slackLimits } from "./to-message.ts";

/** What a sweep found: number of subjects, of verdicts by status, of failures by severity, and the worst failures. */
interface SweepFindings {
	readonly subjects: number;
	readonly statuses: Readonly<Record<Status, number>>;
	readonly severities: Readonly<Record<Severity, number>>;
	readonly worst: readonly { readonly name: string; readonly control: string; readonly severity: Severity }[];
}

const maxName = 200;

/**
 * The message about a first sweep, in Slack's format. `isComplete`: it has looked at everything; otherwise a part could
 * not be read, which later sweeps try again. Untrusted strings are escaped and cut.
 */
export function toSweepMessage(
	found: SweepFindings,
	isComplete: boolean,
	controls: readonly Pick<Control, "id" | "title">[],
): SlackMessage {
	const { subjects, statuses, worst } = found;
	const headline = `Shipshape has checked what was there: ${count(subjects, "subject")}, ${count(statuses.fail, "failure")}`;
	const titleOf = (id: string): string => controls.find((control) => control.id === id)?.title ?? id;
	const counts = [
		...severities.map((severity) => [found.severities[severity], severity] as const),
		[statuses.unknown, "unknown"] as const,
		[statuses.waived, "waived"] as const,
	].flatMap(([number, label]) => (number === 0 ? [] : `${number} ${label}`));
	const lines = worst.map(
		({ name, control, severity }) =>
			`*${severity}*  ${formatCode(name, maxName)}: ${escapeInline(titleOf(control), maxName)} (${formatCode(control, maxName)})`,
	);
	const more = statuses.fail > worst.length ? `and ${statuses.fail - worst.length} more, see Security Hub` : "";
	const texts = worst.map(
		({ name, control, severity }) => `${severity} ${escapeText(`${name}: ${control}`, 2 * maxName)}`,
	);
	const details = isComplete
		? "From now on, each change is reported by itself."
		: "A part could not be read. The next sweep tries again.";
	return {
		text: joinLines([headline, ...(counts.length === 0 ? [] : [counts.join(", ")]), ...texts], slackLimits.text),
		blocks: [
			{ type: "header", text: plain(escapeText(headline, slackLimits.header)) },
			...(counts.length === 0 ? [] : [section(counts.join(", "))]),
			...lines.map(section),
			...(more === "" ? [] : [section(more)]),
			{ type: "context", elements: [markup(details)] },
		],
	};
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
