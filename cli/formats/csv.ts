import { everyVerdict, type Judged, type LocatedVerdict } from "../judged.ts";
import { harmless } from "../terminal.ts";

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

/** Comma-separated values (RFC 4180), a verdict a row, for spreadsheets. */
export function* csv(judged: Judged): Generator<string> {
	yield rowOf(columns);
	for (const verdict of everyVerdict(judged)) yield rowOf(cellsOf(verdict));
}

function cellsOf(verdict: LocatedVerdict): readonly string[] {
	const { status, severity, control, subject, container = "", location, message, remediation } = verdict;
	const { file, line, column } = location;
	return [status, severity, control, subject, container, file, String(line), String(column), message, remediation];
}

const rowOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(",")}\r\n`;

/** Spreadsheets run a cell that begins like this as a formula: the apostrophe makes it a text. */
const formula = /^[=+\-@\t\r＝＋－＠]/;

function cellOf(text: string): string {
	const safe = harmless(text);
	return `"${(formula.test(text) || formula.test(safe) ? `'${safe}` : safe).replaceAll('"', '""')}"`;
}
