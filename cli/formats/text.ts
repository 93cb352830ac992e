import { compareVerdicts, type Severity, worstVerdict } from "../../core/verdict.ts";
import {
	allVerdicts,
	type CheckedFile,
	type CheckResult,
	type LocatedVerdict,
	type UnreadInput,
} from "../check-result.ts";
import { type Paint, sanitize, wrap } from "../terminal.ts";
import type { FormatOptions } from "./options.ts";
import { summaryOf } from "./summary.ts";
import { unknownLines } from "./unknown-lines.ts";

/** For people: failures by file and subject, each with location and remediation; then unknown verdicts; then the counts. */
export function* text(result: CheckResult, options: FormatOptions): Generator<string> {
	for (const file of result.files) yield* toLines(fileLines(file, options));
	const unknown = unknownLines(result, options);
	if (unknown.length > 0) yield* toLines([...unknown, ...(options.quiet ? [] : [""])]);
	if (!options.quiet) yield* toLines(closingLines(result, options));
}

function* toLines(lines: readonly string[]): Generator<string> {
	for (const line of lines) yield `${line}\n`;
}

const isReported = ({ status, inBaseline }: LocatedVerdict, { all }: FormatOptions): boolean =>
	all || status === "fail" || (status === "waived" && inBaseline !== true);

function fileLines({ path, kind, verdicts }: CheckedFile, options: FormatOptions): string[] {
	const reported = verdicts.filter((verdict) => isReported(verdict, options));
	if (reported.length === 0) return [];
	if (options.quiet)
		return reported.filter(({ status }) => status === "fail").map((verdict) => headline(verdict, options, ""));
	const title = `${options.paint.bold(sanitize(path))} (${kind})`;
	return [title, ...partsOf(reported).flatMap(([part, partVerdicts]) => partLines(part, partVerdicts, options)), ""];
}

/** Groups verdicts by part, in the order of each part's first verdict. */
function partsOf(verdicts: readonly LocatedVerdict[]): readonly [string | null, readonly LocatedVerdict[]][] {
	const parts = new Map<string | null, LocatedVerdict[]>();
	for (const verdict of verdicts) parts.set(verdict.part, [...(parts.get(verdict.part) ?? []), verdict]);
	return [...parts];
}

function partLines(part: string | null, verdicts: readonly LocatedVerdict[], options: FormatOptions): string[] {
	const title = part === null ? [] : [`  ${options.paint.bold(sanitize(part))}`];
	return [...title, ...verdicts.toSorted(compareVerdicts).flatMap((verdict) => verdictLines(verdict, options))];
}

function verdictLines(verdict: LocatedVerdict, options: FormatOptions): string[] {
	const { status, message, remediation } = verdict;
	return [
		headline(verdict, options, "  "),
		...wrap(sanitize(message), "      ", options.width),
		...(status === "fail" ? wrap(`→ ${sanitize(remediation)}`, "      ", options.width) : []),
	];
}

/** `file:line:column  HIGH  task-definition/read-only-root  container app`: many terminals turn the location into a link. */
function headline(
	{ status, severity, control, container, location, ...more }: LocatedVerdict,
	options: FormatOptions,
	indent: string,
) {
	const { file, line, column } = location;
	const place = sanitize(`${file}:${line}:${column}`);
	const label = status === "fail" ? severityIn(options.paint)[severity](severity) : options.paint.dim(words[status]);
	const containerPart = container === undefined ? [] : [`container ${sanitize(container)}`];
	const why = options.quiet ? [sanitize(more.message)] : [];
	return `${indent}${[place, label, control, ...containerPart, ...why].join("  ")}`;
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

function closingLines(result: CheckResult, { paint }: FormatOptions): string[] {
	const verdicts = allVerdicts(result);
	const worst = verdicts.length === 0 ? null : worstVerdict(verdicts);
	const summary = summaryOf(result);
	if (worst?.status !== "fail") return [isComplete(result.unread) ? paint.green(summary) : summary];
	return [paint.bold(summary), `shipshape explain ${worst.control} explains why and how to fix it`];
}

const isComplete = (unread: readonly UnreadInput[]): boolean => unread.length === 0;
