import { compareVerdicts, type Severity } from "../../core/verdict.ts";
import { allVerdicts, type CheckResult, type LocatedVerdict, type UnreadInput } from "../check-result.ts";
import { sanitize } from "../terminal.ts";
import { inAwsLines } from "./in-aws.ts";
import type { FormatOptions } from "./options.ts";
import { pathFrom } from "./paths.ts";
import { runLine } from "./run-line.ts";
import { type SharedReason, sharedControlsText, sharedReasonText, takeSharedReasons } from "./shared-reasons.ts";
import { summaryOf } from "./summary.ts";

/** GitHub Actions workflow commands: annotations on lines of the files, and a summary for the log. */
export function* github(result: CheckResult, options: FormatOptions): Generator<string> {
	for (const unread of result.unread) yield unreadCommand(unread, options);
	// GitHub shows only the first few annotations of a step, so the worst come first.
	const { shared, others } = takeSharedReasons(allVerdicts(result));
	for (const verdict of others.toSorted(compareVerdicts)) {
		const level = levelOf(verdict);
		if (level !== null) yield verdictCommand(level, verdict, options);
	}
	for (const one of shared) yield sharedCommand(one, options);
	for (const line of [summaryOf(result), ...inAwsLines(result), runLine(options)]) yield `${line}\n`;
}

type Level = "error" | "warning" | "notice";

/** As in SARIF, whose `note` is GitHub's `notice`. */
const levels: Readonly<Record<Severity, Level>> = {
	CRITICAL: "error",
	HIGH: "error",
	MEDIUM: "warning",
	LOW: "notice",
	INFORMATIONAL: "notice",
};

/** Null: no annotation. A failure that the policy does not count (`blocking: false`) is no error, however severe it is. */
function levelOf({ status, severity, blocks }: LocatedVerdict): Level | null {
	if (status === "fail") return levels[severity] === "error" && !blocks ? "warning" : levels[severity];
	return status === "unknown" ? "notice" : null;
}

function verdictCommand(level: Level, verdict: LocatedVerdict, options: FormatOptions): string {
	const { control, severity, status, location, message, remediation, address } = verdict;
	const of = address === undefined ? "" : ` of ${address}`;
	const title = status === "fail" ? `${severity} ${control}${of}` : `${control}${of} is unknown`;
	return commandOf(level, { ...placeOf(location, options), title }, `${message}. ${remediation}`);
}

function sharedCommand(shared: SharedReason, options: FormatOptions): string {
	const { location, address } = shared.verdict;
	const title = `${shared.controls.length} controls${address === undefined ? "" : ` of ${address}`} are unknown`;
	const text = `${sharedReasonText(shared)}. ${sharedControlsText(shared)}`;
	return commandOf("notice", { ...placeOf(location, options), title }, text);
}

function unreadCommand({ path, at, text, extent: what }: UnreadInput, options: FormatOptions): string {
	const place = at === null ? { file: pathFrom(options, path) } : placeOf({ file: path, ...at }, options);
	return commandOf(what === "part" ? "warning" : "error", { ...place, title: unreadTitles[what] }, text);
}

const unreadTitles = { file: "not checked", part: "not checked", ignore: "not a valid ignore" } as const;

const placeOf = ({ file, line, column }: LocatedVerdict["location"], options: FormatOptions) => ({
	file: pathFrom(options, file),
	line: String(line),
	col: String(column),
});

function commandOf(level: Level, properties: Readonly<Record<string, string>>, message: string): string {
	const assignments = Object.entries(properties).map(([name, value]) => `${name}=${propertyOf(value)}`);
	return `::${level} ${assignments.join(",")}::${dataOf(message)}\n`;
}

/** The escapes that the runner decodes: actions/toolkit, packages/core/src/command.ts. */
const dataOf = (text: string): string => sanitize(text).replaceAll("%", "%25");
const propertyOf = (text: string): string => dataOf(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
