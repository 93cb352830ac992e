import { allVerdicts, type CheckResult, type LocatedVerdict, verdictsInAws } from "../check-result.ts";
import { sanitize } from "../terminal.ts";

const columns = [
	"status",
	"severity",
	"control",
	"subject",
	"container",
	"file",
	"line",
	"column",
	"message",
	"remediation",
] as const;

/** Comma-separated values (RFC 4180), one row per verdict, for spreadsheets. */
export function* csv(result: CheckResult): Generator<string> {
	yield rowOf(columns);
	for (const verdict of allVerdicts(result)) yield rowOf(cellsOf(verdict, verdict.status));
	for (const verdict of verdictsInAws(result)) yield rowOf(cellsOf(verdict, "needs-aws"));
}

function cellsOf(verdict: LocatedVerdict, status: string): readonly string[] {
	const { severity, control, subject, container = "", location, message, remediation } = verdict;
	const { file, line, column } = location;
	return [status, severity, control, subject, container, file, String(line), String(column), message, remediation];
}

const rowOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(",")}\r\n`;

/** Spreadsheets evaluate a cell that starts with one of these characters as a formula; an apostrophe makes it text. */
const formula = /^[=+\-@\t\r＝＋－＠]/;

function cellOf(text: string): string {
	const safe = sanitize(text);
	return `"${(formula.test(text) || formula.test(safe) ? `'${safe}` : safe).replaceAll('"', '""')}"`;
}
