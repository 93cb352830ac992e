import {
	allVerdicts,
	type CheckResult,
	type LocatedVerdict,
	type UnreadInput,
	verdictsInAws,
} from "../check-result.ts";
import { sanitize } from "../terminal.ts";
import { version } from "../version.ts";
import type { FormatOptions } from "./options.ts";
import { policyName } from "./policy-name.ts";

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
	"address",
	"version",
	"policy",
] as const;

type Row = Readonly<Partial<Record<(typeof columns)[number], string>>>;

/**
 * Comma-separated values (RFC 4180) for spreadsheets: one row per verdict, then one for each that only AWS can give (`needs-aws`) and
 * for each input that could not be read (`unread`). Each has the version and the policy.
 */
export function* csv(result: CheckResult, { policy }: Pick<FormatOptions, "policy">): Generator<string> {
	const run: Row = { version: version(), policy: policyName(policy) };
	yield rowOf(columns);
	for (const verdict of allVerdicts(result)) yield lineOf({ ...run, ...verdictRow(verdict, verdict.status) });
	for (const verdict of verdictsInAws(result)) yield lineOf({ ...run, ...verdictRow(verdict, "needs-aws") });
	for (const unread of result.unread) yield lineOf({ ...run, ...unreadRow(unread) });
}

function verdictRow({ location, ...verdict }: LocatedVerdict, status: string): Row {
	const { severity, control, subject, container = "", message, remediation, address = "" } = verdict;
	const { file, line, column } = location;
	const place = { file, line: String(line), column: String(column) };
	return { status, severity, control, subject, container, ...place, message, remediation, address };
}

function unreadRow({ path, at, text, extent }: UnreadInput): Row {
	const place = at === null ? {} : { line: String(at.line), column: String(at.column) };
	return { status: extent === "file" ? "unread" : "unread-part", subject: path, file: path, ...place, message: text };
}

const lineOf = (row: Row): string => rowOf(columns.map((column) => row[column] ?? ""));

const rowOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(",")}\r\n`;

/** Spreadsheets evaluate a cell that starts with one of these characters as a formula; an apostrophe makes it text. */
const formula = /^[=+\-@\t\r＝＋－＠]/;

function cellOf(text: string): string {
	const safe = sanitize(text);
	return `"${(formula.test(text) || formula.test(safe) ? `'${safe}` : safe).replaceAll('"', '""')}"`;
}
