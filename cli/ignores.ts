import { isUnresolved } from "../core/reading.ts";
import { toSingleLine, truncate } from "../core/text.ts";
import { looksLikeJson } from "../readers/document/looks-like-json.ts";
import type { Location } from "../readers/document/source-document.ts";
import type { Comment } from "../readers/document/yaml-comments.ts";
import type { Ignore } from "../readers/ignore.ts";
import {
	type CommentIgnore,
	ignoreMark,
	ignoresAmong,
	mayIgnore,
	nearMissesAmong,
} from "../readers/ignore-comments.ts";
import type { FileReading, FileSubject, Reader } from "../readers/reader.ts";
import type { SourceFile } from "../readers/source-file.ts";
import type { UnreadInput } from "./check-result.ts";
import { withoutRepeatedIgnores } from "./unread-input.ts";
import { ignoresIn, problemIn } from "./written-ignores.ts";

/** What was read from a file, with its ignores in place: the valid ones in its subjects as well, and what is wrong with the others. */
export interface IgnoringReading extends FileReading {
	readonly ignores: readonly Ignore[];
	readonly problems: readonly UnreadInput[];
	/** What was probably meant to be an ignore, and the remarks of the reader: `file:line:column: what is wrong; what to write`. */
	readonly nearMisses: readonly string[];
}

/** More than anybody reviews; each is compared with each container. */
const maxIgnores = 1_000;
const tooMany = `more than ${maxIgnores} ignores in one file; write a waiver in the policy`;

type FindComments = Awaited<ReturnType<typeof loadComments>>;

/**
 * Loads a reader of files that finds ignores in place: comments `shipshape:ignore CONTROL REASON`, and those in metadata. `file`: one of
 * the files that will be read; the others differ from it in what was fixed.
 */
export async function loadIgnoring(reader: Reader, file: SourceFile): Promise<(file: SourceFile) => IgnoringReading> {
	const read = await reader.load();
	const hasSome = textsOf(file).some(({ text }) => mayIgnore(text));
	const findComments = hasSome ? await loadComments(reader) : null;
	return (one) => withIgnores(read(one), one, findComments);
}

async function loadComments(reader: Reader) {
	if (reader.source === "text") return reader.loadComments();
	const { yamlComments } = await import("../readers/document/yaml-comments.ts");
	return (text: string) => (looksLikeJson(text) ? [] : yamlComments(text));
}

/** The file, and those that are merged with it. */
const textsOf = ({ path, text, document, merged = { below: [], above: [] } }: SourceFile) =>
	[...merged.below, { path, text, document }, ...merged.above].flatMap((one) => ("missing" in one ? [] : one));

function withIgnores(reading: FileReading, file: SourceFile, findComments: FindComments | null): IgnoringReading {
	const ignores = new Map<string, Ignore>();
	const problems: UnreadInput[] = [];
	const add = (written: WrittenIgnore, covers: Ignore["covers"]): readonly Ignore[] => {
		const { line, column, file: path } = written.at;
		const problem = ignores.size >= maxIgnores ? tooMany : (written.problem ?? problemIn(written));
		if (problem !== null) {
			problems.push({ path, at: { line, column }, text: problem, extent: "ignore" });
			return [];
		}
		const key = `${path}:${line}:${column}:${written.control}`;
		const reason = truncate(toSingleLine(written.reason), 1000);
		const one: Ignore = { key, control: written.control, reason, at: written.at, covers };
		ignores.set(key, one);
		return [one];
	};
	const texts = commentsOf(reading, file, findComments);
	const comments = texts.flatMap(commentIgnores).flatMap((comment) => {
		const one = add(comment, (_, at) => isOnLine(comment, at, file));
		return one.map((ignore) => ({ ...ignore, comment }));
	});
	const subjects = reading.subjects.map((subject): FileSubject => {
		const own = (subject.metadataIgnores?.() ?? []).flatMap(({ at, control, reason, container, problem }) =>
			ignoresIn({ control: control ?? "", reason: "" }).flatMap((one) =>
				add(
					{ at: { ...at, file: at.file ?? file.path }, control: one.control, reason: reason ?? "", problem },
					(of) => container === null || container === of,
				),
			),
		);
		const isNear = comments.length === 0 ? null : coverageOf(subject, file);
		const near = comments.map(({ comment, covers, ...ignore }): Ignore => {
			return { ...ignore, covers: (of, at) => covers(of, at) || isNear?.(comment, of) === true };
		});
		return own.length + near.length === 0 ? subject : { ...subject, ignores: [...own, ...near] };
	});
	const nearMisses = [...(reading.remarks?.() ?? []), ...texts.flatMap(nearMissesIn)];
	return {
		...reading,
		subjects,
		ignores: [...ignores.values()],
		problems: withoutRepeatedIgnores(problems),
		nearMisses,
	};
}

interface WrittenIgnore {
	readonly at: Ignore["at"];
	readonly control: string;
	readonly reason: string;
	/** What is wrong with its form. */
	readonly problem?: string | undefined;
}

type LocatedComment = Omit<CommentIgnore, "at"> & WrittenIgnore;

/** A text that may contain ignores, with all of its comments. */
interface CommentedText {
	readonly path: string;
	readonly text: string;
	readonly comments: readonly Comment[];
}

/** Of the file, those that are merged with it, and those that it was made from. */
function commentsOf(
	{ sources = () => [] }: FileReading,
	file: SourceFile,
	find: FindComments | null,
): readonly CommentedText[] {
	const own = textsOf(file).map(({ path, text }) => ({ path, text, find }));
	return [...own, ...sources().map((one) => ({ ...one, find: one.findComments }))].flatMap(
		({ path, text, find: of }) => (of === null || !mayIgnore(text) ? [] : [{ path, text, comments: of(text) }]),
	);
}

const commentIgnores = ({ path, text, comments }: CommentedText): readonly LocatedComment[] =>
	ignoresAmong(text, comments).flatMap((one) =>
		ignoresIn(one).map((ignore) => ({ ...one, ...ignore, at: { ...one.at, file: path } })),
	);

const nearMissesIn = ({ path, text, comments }: CommentedText): readonly string[] =>
	nearMissesAmong(text, comments).map(
		({ line, column }) => `${path}:${line}:${column}: this comment ignores nothing; write ${ignoreMark} CONTROL REASON`,
	);

const isOnLine = ({ line, at: { file } }: LocatedComment, at: Location, checked: SourceFile): boolean =>
	at.line === line && (at.file ?? checked.path) === file;

/** Whether an ignore is in the smallest part of a subject that a verdict is about: its container, or all of it. */
function coverageOf(subject: FileSubject, file: SourceFile) {
	const { facts, alternatives = [], linesOf = () => [] } = subject;
	const names = [facts, ...alternatives].flatMap((one) =>
		one.kind === "task-definition" && !isUnresolved(one.containers) ? one.containers.map(({ name }) => name) : [],
	);
	const containers = [...new Set(names)].map((name) => ({ name, lines: linesOf(name) }));
	const whole = linesOf();
	const isIn = (lines: typeof whole, { line, at }: LocatedComment): boolean =>
		lines.some((one) => one.first <= line && line <= one.last && (one.file ?? file.path) === at.file);
	return (comment: LocatedComment, container: string | undefined): boolean => {
		const inner = containers.filter(({ lines }) => isIn(lines, comment));
		return inner.length > 0 ? inner.some(({ name }) => name === container) : isIn(whole, comment);
	};
}

/** An ignore in metadata may be that of several subjects. */
