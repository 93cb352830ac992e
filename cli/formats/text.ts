import { compareVerdicts, type Severity, worstVerdict } from "../../core/verdict.ts";
import {
	allVerdicts,
	type CheckedFile,
	type CheckResult,
	type LocatedVerdict,
	type UnreadInput,
} from "../check-result.ts";
import { type Paint, sanitize, wrap } from "../terminal.ts";
import { inAwsLines } from "./in-aws.ts";
import type { FormatOptions } from "./options.ts";
import { runLine } from "./run-line.ts";
import { summaryOf } from "./summary.ts";
import { unknownLines } from "./unknown-lines.ts";

/** For people: failures by file and subject, each with location and remediation; then unknown verdicts; then the counts. */
export function* text(result: CheckResult, options: FormatOptions): Generator<string> {
	if (options.quiet) yield* toLines(quietLines(result, options));
	else for (const file of result.files) yield* toLines(fileLines(file, options));
	const unknown = unknownLines(result, options);
	if (unknown.length > 0) yield* toLines([...unknown, ...(options.quiet ? [] : [""])]);
	if (options.listsUnread) yield* toLines(unreadLines(result, options));
	if (!options.quiet) yield* toLines([...closingLines(result, options), options.paint.dim(runLine(options))]);
}

function* toLines(lines: readonly string[]): Generator<string> {
	for (const line of lines) yield `${line}\n`;
}

const isReported = ({ status, inBaseline }: LocatedVerdict, { all }: FormatOptions): boolean =>
	all || status === "fail" || (status === "waived" && inBaseline !== true);

function fileLines({ path, kind, verdicts, inAws = [] }: CheckedFile, options: FormatOptions): string[] {
	const reported = [...verdicts, ...inAws].filter((verdict) => isReported(verdict, options));
	if (reported.length === 0) return [];
	const title = `${options.paint.bold(sanitize(path))} (${kind})`;
	return [title, ...partsOf(reported).flatMap(([part, partVerdicts]) => partLines(part, partVerdicts, options)), ""];
}

/** One line for each failure, the worst first: nothing but the beginning may be read. */
const quietLines = (result: CheckResult, options: FormatOptions): string[] =>
	allVerdicts(result)
		.filter(({ status }) => status === "fail")
		.toSorted(compareVerdicts)
		.map((verdict) => headline(verdict, options, ""));

/** Groups verdicts by part, in the order of each part's first verdict. */
function partsOf(verdicts: readonly LocatedVerdict[]): readonly [string | null, readonly LocatedVerdict[]][] {
	const parts = new Map<string | null, LocatedVerdict[]>();
	for (const verdict of verdicts) parts.set(verdict.part, [...(parts.get(verdict.part) ?? []), verdict]);
	return [...parts];
}

function partLines(part: string | null, verdicts: readonly LocatedVerdict[], options: FormatOptions): string[] {
	const address = verdicts[0]?.address ?? part;
	const name = address === part ? (part ?? "") : `${address} (${part})`;
	const title = part === null ? [] : [`  ${options.paint.bold(sanitize(name))}`];
	return [...title, ...verdicts.toSorted(compareVerdicts).flatMap((verdict) => verdictLines(verdict, options))];
}

function verdictLines(verdict: LocatedVerdict, options: FormatOptions): string[] {
	const { status, message } = verdict;
	return [
		headline(verdict, options, "  "),
		...wrap(sanitize(message), "      ", options.width),
		...(status === "fail" ? wrap(`→ ${remedyOf(verdict, options)}`, "      ", options.width) : []),
	];
}

/** On a terminal, a remedy of more than two lines ends with the command that prints all of it. */
function remedyOf({ control, remediation }: LocatedVerdict, { width }: FormatOptions): string {
	const remedy = sanitize(remediation);
	const more = ` … shipshape explain ${control}`;
	const maxLength = width === null ? remedy.length : Math.max(120, 2 * (width - 8));
	if (remedy.length <= maxLength) return remedy;
	const start = remedy.slice(0, maxLength - more.length);
	return `${start.slice(0, Math.max(start.lastIndexOf(" "), 1)).replace(/[\s,.;:]+$/, "")}${more}`;
}

/** Each input that could not be read, with its place and what to do. */
function unreadLines({ unread }: CheckResult, { paint, quiet }: FormatOptions): string[] {
	const lines = unread.map(({ path, at, text: problem }) => {
		return `  ${sanitize(`${at === null ? path : `${path}:${at.line}:${at.column}`}: ${problem}`)}`;
	});
	return lines.length === 0 ? [] : [paint.bold("Not checked:"), ...lines, ...(quiet ? [] : [""])];
}

/** `file:line:column  HIGH  task-definition/read-only-root  container app`: many terminals turn the location into a link. */
function headline(
	{ status, severity, control, container, location, ...more }: LocatedVerdict,
	options: FormatOptions,
	indent: string,
) {
	const { file, line, column } = location;
	const place = sanitize(`${file}:${line}:${column}`);
	const address = options.quiet && more.address !== undefined ? [sanitize(more.address)] : [];
	const word = more.needsAws === true ? "needs AWS" : words[status === "fail" ? "unknown" : status];
	const label = status === "fail" ? severityIn(options.paint)[severity](severity) : options.paint.dim(word);
	const containerPart = container === undefined ? [] : [`container ${sanitize(container)}`];
	const why = options.quiet ? [sanitize(more.message)] : [];
	return `${indent}${[place, label, control, ...address, ...containerPart, ...why].join("  ")}`;
}

const words = { unknown: "UNKNOWN", waived: "WAIVED", pass: "pass", "not-applicable": "not applicable" } as const;

export const severityIn = ({
	red,
	yellow,
	bold,
	dim,
}: Paint): Readonly<Record<Severity, (text: string) => string>> => ({
	CRITICAL: (label) => bold(red(label)),
	HIGH: red,
	MEDIUM: yellow,
	LOW: yellow,
	INFORMATIONAL: dim,
});

function closingLines(result: CheckResult, { paint, width }: FormatOptions): string[] {
	const verdicts = allVerdicts(result);
	const worst = verdicts.length === 0 ? null : worstVerdict(verdicts);
	const summary = summaryOf(result);
	const inAws = inAwsLines(result).flatMap((line) => wrap(line, "", width));
	if (worst?.status !== "fail") return [isComplete(result.unread) ? paint.green(summary) : summary].concat(inAws);
	return [paint.bold(summary)].concat(inAws, `shipshape explain ${worst.control} explains why and how to fix it`);
}

const isComplete = (unread: readonly UnreadInput[]): boolean => unread.length === 0;
