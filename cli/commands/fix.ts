import { realpathSync, statSync } from "node:fs";
import { BadInputError } from "../../core/errors.ts";
import { detectMark, readMark } from "../../fix/byte-order-mark.ts";
import { type FixedFiles, fixMerged } from "../../fix/fix-merged.ts";
import { readDocument } from "../../readers/document/document.ts";
import { readOrExplain } from "../../readers/document/read-file.ts";
import { readers } from "../../readers/index.ts";
import type { Reader } from "../../readers/reader.ts";
import type { SourceFile } from "../../readers/source-file.ts";
import { type Option, parseArguments } from "../arguments.ts";
import { leftOutTexts, nothingToCheck } from "../check-files.ts";
import { checkSubject } from "../check-subject.ts";
import type { Command } from "../command.ts";
import { kindOption, noColorOption, policyOption } from "../common-options.ts";
import { diffOf } from "../diff.ts";
import { fixSummary } from "../formats/fix-summary.ts";
import { formatCount } from "../formats/summary.ts";
import { loadIgnoring } from "../ignores.ts";
import { kindsOf, readerOf } from "../kinds.ts";
import { openOptionsOf, pathOptions, requirePaths } from "../path-options.ts";
import { type LoadedPolicy, loadPolicy } from "../policy-file.ts";
import { replaceFile, writeReport } from "../report-file.ts";
import { openSources, type Source } from "../sources.ts";
import { ansiPaint, type Paint, plainPaint, sanitize, type Terminal, useColor } from "../terminal.ts";
import { standardInput, toUnreadInput } from "../unread-input.ts";

const editableKinds = kindsOf(readers.filter(({ editable }) => editable !== undefined));

const about = `Shows the smallest change that makes containers pass, as a diff that patch and git apply understand: a read-only root together
with the tmpfs mounts that the image is known to need, sized to the memory; missing sizes and options of tmpfs mounts;
configuration mounted read-only. Files keep their comments, order and layout. Only what certainly leaves the application running is
changed; anything else is reported on standard error, with what to try: users, logging, images, secrets, the read-only root of an
image that is not known. Edits files of the kinds ${editableKinds.join(", ")}.`;

const options: Readonly<Record<string, Option>> = {
	as: kindOption,
	write: {
		type: "flag",
		short: "w",
		help: "applies the change; a second run then changes nothing. With -, prints the fixed file",
	},
	try: { type: "flag", help: "also changes what is not certain, so that you can test it before you deploy" },
	policy: policyOption,
	...pathOptions,
	quiet: { type: "flag", short: "q", help: "does not report what remains" },
	"no-color": noColorOption,
};

const statuses = {
	0: "no blocking failure remains",
	1: "a blocking failure, including failures that --write would fix",
	2: "bad usage or input that could not be read",
};

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, values, lists, positionals } = parseArguments(args, options);
	requirePaths("fix", positionals);
	const policy = await loadPolicy(values["policy"] ?? null, terminal);
	const { as: kind } = values;
	const { input, mark } = detectMark(terminal.input);
	const own = openOptionsOf({ flags, lists }, policy, terminal);
	const openOptions = { ...own, as: readerOf(kind), readers, input, now: () => new Date() };
	const paint = useColor(terminal, flags.has("no-color")) ? ansiPaint : plainPaint;
	const printError = (line: string): void => terminal.printError(sanitize(`shipshape: ${line}`));
	const unrecognized: string[] = [];
	const statuses: number[] = [];
	const leftOut = new Map<string, string[]>();
	for await (const one of openSources(positionals, openOptions)) {
		if ("note" in one) printError(one.note);
		else if ("isForeign" in one) unrecognized.push(one.path);
		else if ("leftOutBy" in one) leftOut.set(one.leftOutBy, [...(leftOut.get(one.leftOutBy) ?? []), one.path]);
		else if (own.ignoresUnknown && "source" in one && one.source.reader.editable === undefined)
			unrecognized.push(one.path);
		else if ("unread" in one) statuses.push(reportUnread(one.unread, printError));
		else {
			const fixed = await fixOrReport(one.source, { policy, flags, paint, printError, pipedMark: mark });
			// Not inside the try of fixOrReport: when standard output is closed, the command has to stop.
			await writeReport("-", fixed.output, terminal);
			statuses.push(fixed.status);
		}
	}
	const leftOutLines = leftOutTexts(leftOut);
	const found = { unread: [], unrecognized, leftOut: leftOutLines };
	const nothing = statuses.length === 0 ? nothingToCheck(positionals, found, own.ignoresUnknown) : [];
	for (const line of nothing.length === 0 ? leftOutLines : []) printError(line);
	for (const one of nothing) statuses.push(reportUnread(one, printError));
	return Math.max(0, ...statuses);
}

interface CommandContext {
	readonly policy: LoadedPolicy;
	readonly flags: ReadonlySet<string>;
	readonly paint: Paint;
	readonly printError: (line: string) => void;
	/** The byte order mark that standard input began with. */
	readonly pipedMark: (path: string) => string;
}

function reportUnread(
	{ path, at, text }: ReturnType<typeof toUnreadInput>,
	printError: CommandContext["printError"],
): number {
	printError(`${at === null ? path : `${path}:${at.line}:${at.column}`}: ${text}`);
	return 2;
}

interface FixOutcome {
	readonly output: Iterable<string>;
	readonly status: number;
}

async function fixOrReport(source: Source, context: CommandContext): Promise<FixOutcome> {
	try {
		return await fixSource(source, context);
	} catch (error) {
		return { output: [], status: reportUnread(toUnreadInput(error, source.file.path), context.printError) };
	}
}

/** Fixes one file, or shows the diff. */
async function fixSource(
	{ reader, file }: Source,
	{ policy, flags, paint, printError, pipedMark }: CommandContext,
): Promise<FixOutcome> {
	const read = await loadIgnoring(reader, file);
	const parse = (text: string) => (reader.source === "text" ? file.document : readDocument(text, file.path));
	const judge = (subject: Parameters<typeof checkSubject>[0]) => checkSubject(subject, file.path, policy, false);
	const countFailures = (checked: SourceFile): number =>
		read(checked)
			.subjects.flatMap(judge)
			.filter(({ blocks }) => blocks).length;
	const { problems, nearMisses } = read(file);
	const invalid = Math.max(0, ...problems.map((one) => reportUnread(one, printError)));
	for (const one of nearMisses) printError(one);
	const { editable } = reader;
	const isPiped = file.path === standardInput;
	const reason = reasonNotToFix(reader, file, isPiped);
	if (editable === undefined || reason !== null) {
		const failures = countFailures(file);
		if (failures > 0 && !flags.has("quiet")) printError(`${file.path}: ${formatCount(failures, "failure")}, ${reason}`);
		return { output: [], status: Math.max(invalid, failures > 0 ? 1 : 0) };
	}
	const result = fixMerged(file, { editable, read, parse, judge, policy: policy.policy, mayTry: flags.has("try") });
	if (!flags.has("quiet")) printNotes(result, file.path, printError);
	const isWrite = flags.has("write");
	const output = result.files.flatMap(({ path, before, after }): Iterable<string>[] => {
		const isChanged = before !== after;
		const readMarkOf = (): string => (isPiped ? pipedMark(path) : readOrExplain(path, () => readMark(path)));
		const mark = isChanged ? readMarkOf() : "";
		if (isWrite && isPiped) return [[`${mark}${after}`]];
		if (isWrite && isChanged) write(path, `${mark}${after}`);
		return isChanged && !isWrite ? [diffOf(path, `${mark}${before}`, `${mark}${after}`, paint)] : [];
	});
	const remaining = countFailures(result.fixed);
	if (!flags.has("quiet")) printError(`${file.path}: ${fixSummary(result, flags, remaining)}`);
	const isPending = !isWrite && output.length > 0;
	return { output: concatenate(output), status: Math.max(invalid, remaining > 0 || isPending ? 1 : 0) };
}

function* concatenate(all: readonly Iterable<string>[]): Generator<string> {
	for (const one of all) yield* one;
}

/** The reason why a file is not fixed; null when it can be. */
function reasonNotToFix({ kind, editable, notEditable }: Reader, file: SourceFile, isPiped: boolean): string | null {
	if (editable !== undefined) return editable.refusal?.(file, isPiped) ?? null;
	return notEditable ?? `files of kind ${kind} cannot be fixed, only ${editableKinds.join(", ")}`;
}

function printNotes({ notes }: FixedFiles, path: string, printError: CommandContext["printError"]): void {
	for (const { subject, container, text } of notes) {
		const { file = path, line, column } = subject.positionOf("name", container);
		printError(`${file}:${line}:${column}: container ${container}: ${text}`);
	}
}

/** Replaces the file, or the target of a symbolic link, atomically; its permissions are kept. */
function write(path: string, text: string): void {
	const target = readOrExplain(path, () => realpathSync(path));
	try {
		replaceFile(target, [text], statSync(target).mode);
	} catch (error) {
		const { code = "no code" } = error as NodeJS.ErrnoException;
		const remedy = "check the permissions of the file and its folder, and the free disk space";
		throw new BadInputError(`${path}: cannot be written (${code}); ${remedy}`, { cause: error });
	}
}

export const fix: Command = { usage: "fix PATH… [OPTIONS]", about, options, statuses, start };
