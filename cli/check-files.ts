import { resolve } from "node:path";
import { formatCount, formatList } from "../core/text.ts";
import { problemAt } from "../readers/document/problem.ts";
import type { FileSubject, LiveResource, Reader } from "../readers/reader.ts";
import type { CheckedFile, CheckResult, LocatedVerdict, UnreadInput } from "./check-result.ts";
import { loadIgnoring } from "./ignores.ts";
import { isFolder } from "./list-inputs.ts";
import { type OpenOptions, openSources, type Source } from "./sources.ts";
import { standardInput, toUnreadInput, withoutRepeatedIgnores } from "./unread-input.ts";

export interface CheckOptions extends OpenOptions {
	readonly checkSubject: (subject: FileSubject, path: string) => readonly LocatedVerdict[];
	/** What is missing of a resource that is judged in AWS only. Absent: that is not reported. */
	readonly checkLive?: (resource: LiveResource, path: string) => readonly LocatedVerdict[];
}

/** Checks files. An error in one file is reported and does not affect the others. */
export async function checkFiles(paths: readonly string[], options: CheckOptions): Promise<CheckResult> {
	const files: CheckedFile[] = [];
	const unread: UnreadInput[] = [];
	const unrecognized: string[] = [];
	const leftOut = new Map<string, string[]>();
	const notes: string[] = [];
	// A kind was named for this file, so that a person expects a verdict on it.
	const expects = (path: string): boolean => options.as !== null && (path === standardInput || paths.includes(path));
	for await (const one of openSources(paths, options)) {
		if ("note" in one) notes.push(one.note);
		else if ("isForeign" in one) unrecognized.push(one.path);
		else if ("leftOutBy" in one) leftOut.set(one.leftOutBy, [...(leftOut.get(one.leftOutBy) ?? []), one.path]);
		else if ("unread" in one) unread.push(one.unread);
		else {
			const checked = await checkFile(one.path, one.source, { ...options, isExpected: expects(one.path) });
			if (checked.file !== null) files.push(checked.file);
			unread.push(...checked.unread);
			notes.push(...checked.notes);
		}
	}
	const leftOutLines = leftOutTexts(leftOut);
	if (files.length === 0 && unread.every(({ extent }) => extent === "part")) {
		const found = { unread, unrecognized, leftOut: leftOutLines };
		unread.push(...nothingToCheck(paths, found, options.ignoresUnknown));
	}
	return {
		files,
		unread: withoutRepeatedIgnores(unread),
		unrecognized,
		...(leftOut.size > 0 && { leftOut: leftOutLines }),
		notes: [...new Set(notes)],
	};
}

/** `by`: the paths that each thing has left out. */
export const leftOutTexts = (by: ReadonlyMap<string, readonly string[]>): readonly string[] =>
	[...by].map(([what, paths]) => `${formatCount(paths.length, "path")} left out by ${what}: ${formatList(paths, 3)}`);

interface FileOutcome {
	readonly file: CheckedFile | null;
	readonly unread: readonly UnreadInput[];
	/** For standard error. */
	readonly notes: readonly string[];
}

async function checkFile(
	path: string,
	{ reader, file }: Source,
	{ checkSubject, checkLive = () => [], isExpected }: CheckOptions & { readonly isExpected: boolean },
): Promise<FileOutcome> {
	try {
		const { subjects, live = [], notes, ignores, ...reading } = (await loadIgnoring(reader, file))(file);
		const { problems, nearMisses, leavesOpen, answersFor = () => [] } = reading;
		const folders = answersFor().map((folder) => resolve(folder));
		if (subjects.length === 0 && isExpected) throw problemAt(path, { line: 1, column: 1 }, nothingToJudge(reader));
		const all = subjects.flatMap((subject) => checkSubject(subject, path));
		const verdicts = all.filter(({ needsAws }) => needsAws !== true);
		const inAws = all.filter(({ needsAws }) => needsAws === true).concat(live.flatMap((one) => checkLive(one, path)));
		const unread = notes.map(({ at: { file: named = path, line, column }, text }): UnreadInput => {
			return { path: named, at: { line, column }, text, extent: "part" };
		});
		const more = {
			...(inAws.length > 0 && { inAws }),
			...(ignores.length > 0 && { ignores }),
			...(leavesOpen && { leavesOpen }),
			...(folders.length > 0 && { answersFor: folders }),
		};
		return {
			file: { path, kind: reader.kind, verdicts, ...more },
			unread: [...unread, ...problems],
			notes: nearMisses,
		};
	} catch (error) {
		return { file: null, unread: [toUnreadInput(error, path)], notes: [] };
	}
}

const nothingToJudge = ({ kind }: Reader): string =>
	`nothing to judge as ${kind}: no task definition, container or repository; name the file that has them, or leave out --as`;

/** Of a run that has found nothing to check: what is wrong with it. Nothing, if a list of files that may be of any kind was given. */
export function nothingToCheck(
	paths: readonly string[],
	{ unread, unrecognized, leftOut }: Required<Pick<CheckResult, "unread" | "unrecognized" | "leftOut">>,
	ignoresUnknown = false,
): readonly UnreadInput[] {
	if (ignoresUnknown && (unrecognized.length + leftOut.length > 0 || !paths.every(isFolder))) return [];
	const others = unread.length > 0 ? `${unread.length} not read` : `${unrecognized.length} unrecognized`;
	const why = leftOut.length > 0 ? leftOut.join("; ") : others;
	const remedy = leftOut.length > 0 ? "leave out less" : "give their kind with --as";
	const text = `no file to check (${why}); name the files, or ${remedy}`;
	return [{ path: paths.join(", "), at: null, text, extent: "file", isWholeRun: true }];
}
