import { compareVerdicts } from "../../core/verdict.ts";
import { everyVerdict, type Judged, type LocatedVerdict, type Unread } from "../judged.ts";
import { harmless } from "../terminal.ts";
import type { Looks } from "./format.ts";
import { pathFrom } from "./paths.ts";
import { summaryOf } from "./summary.ts";

/** Workflow commands of GitHub Actions: annotations on the lines of the files, and a summary for the log. */
export function* github(judged: Judged, looks: Looks): Generator<string> {
	for (const unread of judged.unread) yield unreadCommand(unread, looks);
	// GitHub shows the first few annotations of a step only: the worst come first.
	for (const verdict of everyVerdict(judged).toSorted(compareVerdicts)) {
		const level = levelOf(verdict);
		if (level !== null) yield verdictCommand(level, verdict, looks);
	}
	yield `${summaryOf(judged)}\n`;
}

type Level = "error" | "warning" | "notice";

/** Null: there is nothing to say. */
function levelOf({ status, blocks }: LocatedVerdict): Level | null {
	if (status === "fail") return blocks ? "error" : "warning";
	return status === "unknown" ? "notice" : null;
}

function verdictCommand(level: Level, verdict: LocatedVerdict, looks: Looks): string {
	const { control, severity, status, location, message, remediation } = verdict;
	const title = status === "fail" ? `${severity} ${control}` : `${control} is not known`;
	return commandOf(level, { ...placeOf(location, looks), title }, `${message}. ${remediation}`);
}

function unreadCommand({ path, at, text, what }: Unread, looks: Looks): string {
	const place = at === null ? { file: pathFrom(looks, path) } : placeOf({ file: path, ...at }, looks);
	return commandOf(what === "file" ? "error" : "warning", { ...place, title: "not judged" }, text);
}

const placeOf = ({ file, line, column }: LocatedVerdict["location"], looks: Looks) => ({
	file: pathFrom(looks, file),
	line: String(line),
	col: String(column),
});

function commandOf(level: Level, properties: Readonly<Record<string, string>>, message: string): string {
	const written = Object.entries(properties).map(([name, value]) => `${name}=${propertyOf(value)}`);
	return `::${level} ${written.join(",")}::${dataOf(message)}\n`;
}

/** The escapes that the runner takes back: actions/toolkit, packages/core/src/command.ts. */
const dataOf = (text: string): string => harmless(text).replaceAll("%", "%25");
const propertyOf = (text: string): string => dataOf(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
