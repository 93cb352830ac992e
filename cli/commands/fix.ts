import { realpathSync, statSync } from "node:fs";
import { relative } from "node:path";
import { createTwoFilesPatch } from "diff";
import { BadInputError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import { beginsWithMark, byteOrderMark, watched } from "../../fix/byte-order-mark.ts";
import { type MendedFile, mendFile } from "../../fix/mend-file.ts";
import { readDocument } from "../../readers/document/document.ts";
import { reading } from "../../readers/document/read-file.ts";
import { readers } from "../../readers/index.ts";
import type { Reader, SourceFile } from "../../readers/reader.ts";
import { argumentsOf, type Option } from "../arguments.ts";
import type { Command } from "../command.ts";
import { counted } from "../formats/summary.ts";
import { nothingOf } from "../judge-files.ts";
import { judgeSubject } from "../judge-subject.ts";
import { kindLines, kinds, kindsOf, readerOf } from "../kinds.ts";
import { policyInUse } from "../policy-file.ts";
import { writeBeside, writeReport } from "../report-file.ts";
import { type Source, sourcesIn, standardInput, unreadOf } from "../sources.ts";
import { harmless, inColour, type Paint, plain, type Terminal, wantsColour } from "../terminal.ts";

const editableKinds = kindsOf(readers.filter(({ editable }) => editable !== undefined));

const help = `shipshape fix PATH… [OPTIONS]

Shows the smallest change that makes containers pass, as a diff that patch and git apply understand: a read-only root together
with the tmpfs mounts that the image is known to need, sized to the memory; missing sizes and options of tmpfs mounts;
configuration mounted read-only. Files keep their comments, order and layout. What cannot be mended without a guess is said on
standard error and left as it is: users, logging, images, secrets. Edits files of the kinds ${editableKinds.join(", ")}.

  --write         makes the change; a second run then changes nothing. With -, prints the mended file
  --as KIND       what the files are, where their content does not say so:
${kindLines(20)}
  --policy FILE   default: the nearest shipshape.yaml, up to the top of the checkout
  --quiet         says nothing of what is left
  --no-color      no colours; NO_COLOR and FORCE_COLOR are understood too

Exit status: 0 nothing is left that counts, 1 something fails that counts (also what --write would mend), 2 bad usage or input
that could not be read.
`;

const options: Readonly<Record<string, Option>> = {
	as: { type: "choice", of: kinds },
	write: { type: "flag", short: "w" },
	policy: { type: "text" },
	quiet: { type: "flag", short: "q" },
	"no-color": { type: "flag" },
};

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, values, positionals } = argumentsOf(args, options);
	if (positionals.length === 0)
		throw new BadInputError("fix needs a path; write a file, a folder, or - for standard input");
	const { policy } = await policyInUse(values["policy"] ?? null, terminal);
	const { as: kind } = values;
	const { input, hasMark } = watched(terminal.input);
	const how = { as: readerOf(kind), readers, input, now: () => new Date() };
	const paint = wantsColour(terminal, flags.has("no-color")) ? inColour : plain;
	const say = (line: string): void => terminal.complain(harmless(`shipshape: ${line}`));
	const others: string[] = [];
	const statuses: number[] = [];
	for await (const one of sourcesIn(positionals, how)) {
		if ("isForeign" in one) others.push(one.path);
		else if ("unread" in one) statuses.push(refuse(one.unread, say));
		else {
			const fixed = await fixedOrNot(one.source, { policy, flags, paint, say, hasMark });
			// Beside the attempt: when nobody reads the output any more, there is no need to go on.
			await writeReport("-", fixed.output, terminal);
			statuses.push(fixed.status);
		}
	}
	if (statuses.length === 0) statuses.push(refuse(nothingOf(positionals, others), say));
	return Math.max(...statuses);
}

interface Manner {
	readonly policy: Policy;
	readonly flags: ReadonlySet<string>;
	readonly paint: Paint;
	readonly say: (line: string) => void;
	/** Whether standard input began with a byte order mark. */
	readonly hasMark: () => boolean;
}

function refuse({ path, at, text }: ReturnType<typeof unreadOf>, say: Manner["say"]): number {
	say(`${at === null ? path : `${path}:${at.line}:${at.column}`}: ${text}`);
	return 2;
}

interface Fixed {
	readonly output: Iterable<string>;
	readonly status: number;
}

async function fixedOrNot(source: Source, manner: Manner): Promise<Fixed> {
	try {
		return await fixOne(source, manner);
	} catch (error) {
		return { output: [], status: refuse(unreadOf(error, source.file.path), manner.say) };
	}
}

/** Mends one file, or shows how. */
async function fixOne({ reader, file }: Source, { policy, flags, paint, say, hasMark }: Manner): Promise<Fixed> {
	const read = await reader.load();
	const parse = (text: string) => (reader.source === "text" ? file.document : readDocument(text, file.path));
	const judge = (subject: Parameters<typeof judgeSubject>[0]) => judgeSubject(subject, file.path, policy, false);
	const failuresIn = (text: string): number =>
		read({ ...file, text, document: parse(text) })
			.subjects.flatMap(judge)
			.filter(({ blocks }) => blocks).length;
	const { editable } = reader;
	const isPiped = file.path === standardInput;
	const refusal = refusalOf(reader, file, isPiped);
	if (editable === undefined || refusal !== null) {
		const failures = failuresIn(file.text);
		if (failures > 0 && !flags.has("quiet")) say(`${file.path}: ${counted(failures, "failure")}, ${refusal}`);
		return { output: [], status: failures > 0 ? 1 : 0 };
	}
	const mended = mendFile(file, { editable, read, parse, judge, policy });
	if (!flags.has("quiet")) tell(mended, file.path, say);
	const isChanged = mended.text !== file.text;
	const writes = flags.has("write");
	const isMarked = isChanged && (isPiped ? hasMark() : reading(file.path, () => beginsWithMark(file.path)));
	const mark = isMarked ? byteOrderMark : "";
	const before = `${mark}${file.text}`;
	const after = `${mark}${mended.text}`;
	if (writes && isChanged && !isPiped) write(file.path, after);
	const diff = isChanged && !writes ? diffOf(file.path, before, after, paint) : [];
	const left = failuresIn(mended.text);
	if (!flags.has("quiet")) say(`${file.path}: ${summaryOf(mended.containers, writes, left)}`);
	return { output: writes && isPiped ? [after] : diff, status: left > 0 || (isChanged && !writes) ? 1 : 0 };
}

/** Why a file is not mended; null when it can be. */
function refusalOf({ kind, editable, notEditable }: Reader, file: SourceFile, isPiped: boolean): string | null {
	if (editable !== undefined) return editable.refusal?.(file, isPiped) ?? null;
	return notEditable ?? `files of the kind ${kind} are not mended, only ${editableKinds.join(", ")}`;
}

function tell({ notes }: MendedFile, path: string, say: Manner["say"]): void {
	for (const { subject, container, text } of notes) {
		const { line, column } = subject.place("name", container);
		say(`${path}:${line}:${column}: container ${container}: ${text}`);
	}
}

function summaryOf(containers: number, isWritten: boolean, left: number): string {
	const done =
		containers === 0
			? "nothing to mend"
			: `${counted(containers, "container")} ${isWritten ? "mended" : "to mend, --write does it"}`;
	return left === 0
		? done
		: `${done}; ${counted(left, "failure")} ${left === 1 ? "is" : "are"} yours: shipshape check says which`;
}

/** The file, or what a link leads to, is there whole, as it was or mended, with the rights that it had. */
function write(path: string, text: string): void {
	const target = reading(path, () => realpathSync(path));
	try {
		writeBeside(target, [text], statSync(target).mode);
	} catch (error) {
		const { code = "no code" } = error as NodeJS.ErrnoException;
		const remedy = "give yourself the right to write the file and its folder, and make room";
		throw new BadInputError(`${path}: cannot be written (${code}); ${remedy}`, { cause: error });
	}
}

function* diffOf(path: string, before: string, after: string, paint: Paint): Generator<string> {
	const name = relative("", path);
	// A name with spaces ends at a tab.
	const end = name.includes(" ") ? "" : undefined;
	const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, end, end, { context: 3 });
	const lines = patch.replace(/\n$/, "").split("\n");
	for (const line of lines.filter((one) => !one.startsWith("====="))) yield `${coloured(line, paint)}\n`;
}

/** What a patch needs stays as it is; on a terminal nothing of a file may move the cursor. */
function coloured(line: string, paint: Paint): string {
	if (paint === plain) return line;
	const shown = `${line.slice(0, 1)}${line.slice(1).replace(/\p{Cc}/gu, (character) => (character === "\t" ? character : " "))}`;
	if (line.startsWith("+")) return paint.green(shown);
	return line.startsWith("-") ? paint.red(shown) : shown;
}

export const fix: Command = { help, start };
