import { formatCount, formatList } from "../core/text.ts";
import type { FileSubject } from "../readers/reader.ts";
import type { CheckedFile, CheckResult, LocatedVerdict, UnreadInput } from "./check-result.ts";
import { loadIgnoring } from "./ignores.ts";
import { type OpenOptions, openSources, type Source } from "./sources.ts";
import { toUnreadInput } from "./unread-input.ts";

export interface CheckOptions extends OpenOptions {
	readonly checkSubject: (subject: FileSubject, path: string) => readonly LocatedVerdict[];
}

/** Checks files. An error in one file is reported and does not affect the others. */
export async function checkFiles(paths: readonly string[], options: CheckOptions): Promise<CheckResult> {
	const files: CheckedFile[] = [];
	const unread: UnreadInput[] = [];
	const unrecognized: string[] = [];
	const leftOut = new Map<string, string[]>();
	for await (const one of openSources(paths, options)) {
		if ("isForeign" in one) unrecognized.push(one.path);
		else if ("leftOutBy" in one) leftOut.set(one.leftOutBy, [...(leftOut.get(one.leftOutBy) ?? []), one.path]);
		else if ("unread" in one) unread.push(one.unread);
		else {
			const checked = await checkFile(one.path, one.source, options);
			if (checked.file !== null) files.push(checked.file);
			unread.push(...checked.unread);
		}
	}
	const mayBeEmpty = leftOut.size > 0 || (options.ignoresUnknown === true && unrecognized.length > 0);
	if (files.length + unread.length === 0 && !mayBeEmpty) unread.push(nothingToCheck(paths, unrecognized));
	return { files, unread, unrecognized, ...(leftOut.size === 0 ? {} : { leftOut: leftOutTexts(leftOut) }) };
}

/** `by`: the paths that each thing has left out. */
export const leftOutTexts = (by: ReadonlyMap<string, readonly string[]>): readonly string[] =>
	[...by].map(([what, paths]) => `${formatCount(paths.length, "path")} left out by ${what}: ${formatList(paths, 3)}`);

interface FileOutcome {
	readonly file: CheckedFile | null;
	readonly unread: readonly UnreadInput[];
}

async function checkFile(path: string, { reader, file }: Source, options: CheckOptions): Promise<FileOutcome> {
	try {
		const { subjects, notes, ignores, problems } = (await loadIgnoring(reader, file))(file);
		const verdicts = subjects.flatMap((subject) => options.checkSubject(subject, path));
		const unread = notes.map(({ at: { file: named = path, line, column }, text }): UnreadInput => {
			return { path: named, at: { line, column }, text, extent: "part" };
		});
		const own = ignores.length === 0 ? {} : { ignores };
		return { file: { path, kind: reader.kind, verdicts, ...own }, unread: [...unread, ...problems] };
	} catch (error) {
		return { file: null, unread: [toUnreadInput(error, path)] };
	}
}

export function nothingToCheck(paths: readonly string[], unrecognized: readonly string[]): UnreadInput {
	const text = `no file to check (${unrecognized.length} unrecognized); name the files, or give their kind with --as`;
	return { path: paths.join(", "), at: null, text, extent: "file" };
}
