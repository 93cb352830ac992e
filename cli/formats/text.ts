import { compareVerdicts, deciding, type Severity } from "../../core/verdict.ts";
import { everyVerdict, type Judged, type JudgedFile, type LocatedVerdict, type Unread } from "../judged.ts";
import { harmless, type Paint, wrapped } from "../terminal.ts";
import type { Looks } from "./format.ts";
import { summaryOf } from "./summary.ts";
import { unknownLines } from "./unknowns.ts";

/** For people: what fails by file and subject, with its place and what to write; then what is not known; then the counts. */
export function* text(judged: Judged, looks: Looks): Generator<string> {
	for (const file of judged.files) yield* printed(fileLines(file, looks));
	const unknown = unknownLines(judged, looks);
	if (unknown.length > 0) yield* printed([...unknown, ...(looks.quiet ? [] : [""])]);
	if (!looks.quiet) yield* printed(closingLines(judged, looks));
}

function* printed(lines: readonly string[]): Generator<string> {
	for (const line of lines) yield `${line}\n`;
}

const isTold = ({ status }: LocatedVerdict, { all }: Looks): boolean => all || status === "fail" || status === "waived";

function fileLines({ path, kind, verdicts }: JudgedFile, looks: Looks): string[] {
	const told = verdicts.filter((verdict) => isTold(verdict, looks));
	if (told.length === 0) return [];
	if (looks.quiet) return told.filter(({ status }) => status === "fail").map((verdict) => headOf(verdict, looks, ""));
	const title = `${looks.paint.bold(harmless(path))} (${kind})`;
	return [title, ...partsOf(told).flatMap(([part, of]) => partLines(part, of, looks)), ""];
}

/** In the order in which the parts come first. */
function partsOf(verdicts: readonly LocatedVerdict[]): readonly [string | null, readonly LocatedVerdict[]][] {
	const parts = new Map<string | null, LocatedVerdict[]>();
	for (const verdict of verdicts) parts.set(verdict.part, [...(parts.get(verdict.part) ?? []), verdict]);
	return [...parts];
}

function partLines(part: string | null, verdicts: readonly LocatedVerdict[], looks: Looks): string[] {
	const title = part === null ? [] : [`  ${looks.paint.bold(harmless(part))}`];
	return [...title, ...verdicts.toSorted(compareVerdicts).flatMap((verdict) => verdictLines(verdict, looks))];
}

function verdictLines(verdict: LocatedVerdict, looks: Looks): string[] {
	const { status, message, remediation } = verdict;
	return [
		headOf(verdict, looks, "  "),
		...wrapped(harmless(message), "      ", looks.width),
		...(status === "fail" ? wrapped(`→ ${harmless(remediation)}`, "      ", looks.width) : []),
	];
}

/** `file:line:column  HIGH  task-definition/read-only-root  container app`: terminals make a link of its beginning. */
function headOf(
	{ status, severity, control, container, location, ...more }: LocatedVerdict,
	looks: Looks,
	indent: string,
) {
	const { file, line, column } = location;
	const place = harmless(`${file}:${line}:${column}`);
	const label = status === "fail" ? severityIn(looks.paint)[severity](severity) : looks.paint.dim(words[status]);
	const whom = container === undefined ? [] : [`container ${harmless(container)}`];
	const why = looks.quiet ? [harmless(more.message)] : [];
	return `${indent}${[place, label, control, ...whom, ...why].join("  ")}`;
}

const words = { unknown: "UNKNOWN", waived: "WAIVED", pass: "pass", "not-applicable": "not applicable" } as const;

const severityIn = ({ red, yellow, bold, dim }: Paint): Readonly<Record<Severity, (text: string) => string>> => ({
	CRITICAL: (label) => bold(red(label)),
	HIGH: red,
	MEDIUM: yellow,
	LOW: yellow,
	INFORMATIONAL: dim,
});

function closingLines(judged: Judged, { paint }: Looks): string[] {
	const verdicts = everyVerdict(judged);
	const worst = verdicts.length === 0 ? null : deciding(verdicts);
	const summary = summaryOf(judged);
	if (worst?.status !== "fail") return [isComplete(judged.unread) ? paint.green(summary) : summary];
	return [paint.bold(summary), `shipshape explain ${worst.control} says why and shows how to mend it`];
}

const isComplete = (unread: readonly Unread[]): boolean => unread.length === 0;
