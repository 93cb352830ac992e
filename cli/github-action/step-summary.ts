import { formatCount, toSingleLine, truncate } from "../../core/text.ts";
import { compareVerdicts } from "../../core/verdict.ts";
import type { FileVerdict, VerdictReport } from "../verdicts.d.ts";

/** The runner rejects a summary of more than 1 MiB as a whole. */
const maxRows = 50;
const maxText = 500;

/**
 * The summary of a run, in Markdown: the failures, worst first, and what the command wrote to standard error. A null report: nothing
 * was checked, and `complaints` says why. Names and texts of the files are shown as they are, whatever they contain.
 */
export function stepSummary(report: VerdictReport | null, complaints: readonly string[]): string {
	const failures = (report?.verdicts ?? []).filter(({ status }) => status === "fail").toSorted(compareVerdicts);
	return [
		`## Shipshape: ${headline(report)}`,
		...(failures.length === 0 ? [] : [tableOf(failures.slice(0, maxRows))]),
		...(failures.length > maxRows ? [`${failures.length - maxRows} more failures are in the log.`] : []),
		...(complaints.length === 0 ? [] : [complaints.slice(0, maxRows).map(itemOf).join("\n")]),
		...(complaints.length > maxRows ? [`${complaints.length - maxRows} more lines are in the log.`] : []),
	]
		.map((part) => `${part}\n`)
		.join("\n");
}

function headline(report: VerdictReport | null): string {
	if (report === null) return "nothing was checked";
	const { fail, unknown, waived, pass } = report.summary;
	const failures = fail === 0 ? "no failures" : formatCount(fail, "failure");
	const { length: inAws } = report.needsAws;
	const unreadFiles = report.unread.filter(({ extent }) => extent === "file").length;
	const invalid = report.unread.filter(({ extent }) => extent === "ignore").length;
	return [
		...(unreadFiles === 0 ? [] : [`${formatCount(unreadFiles, "file")} not checked`]),
		...(invalid === 0 ? [] : [`${formatCount(invalid, "ignore")} not valid`]),
		...[failures, `${unknown} unknown`],
		...(waived === 0 ? [] : [`${waived} waived`]),
		`${pass} passed`,
		...(inAws === 0 ? [] : [`${inAws} ${inAws === 1 ? "needs" : "need"} AWS`]),
	].join(", ");
}

function tableOf(failures: readonly FileVerdict[]): string {
	const rows = failures.map(({ severity, control, location, container, message, remediation }) => {
		const place = `${location.file}:${location.line}:${location.column}`;
		const where = container === undefined ? place : `${place}, container ${container}`;
		return `| ${[severity, control, where, `${message}. ${remediation}`].map(literal).join(" | ")} |`;
	});
	return ["| Severity | Control | Where | What is wrong, and what to do |", "|---|---|---|---|", ...rows].join("\n");
}

const itemOf = (line: string): string => `- ${literal(line)}`;

/**
 * Text that Markdown and HTML show as it is: every punctuation character is a numeric entity, which never has a meaning of its own
 * (CommonMark 0.31, 2.5), not even a vertical bar in a table.
 */
const literal = (text: string): string =>
	truncate(toSingleLine(text), maxText).replace(/[!-/:-@[-`{-~]/g, (one) => `&#${one.charCodeAt(0)};`);
