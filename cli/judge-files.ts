import type { FileSubject } from "../readers/reader.ts";
import type { Judged, JudgedFile, LocatedVerdict, Unread } from "./judged.ts";
import { type HowToOpen, type Source, sourcesIn, unreadOf } from "./sources.ts";

export interface HowToJudge extends HowToOpen {
	readonly judgeSubject: (subject: FileSubject, path: string) => readonly LocatedVerdict[];
}

/** Judges what files hold. What one file gets wrong is told and changes nothing for the others. */
export async function judgeFiles(paths: readonly string[], how: HowToJudge): Promise<Judged> {
	const files: JudgedFile[] = [];
	const unread: Unread[] = [];
	const others: string[] = [];
	for await (const one of sourcesIn(paths, how)) {
		if ("isForeign" in one) others.push(one.path);
		else if ("unread" in one) unread.push(one.unread);
		else {
			const judged = await judgeFile(one.path, one.source, how);
			if (judged.file !== null) files.push(judged.file);
			unread.push(...judged.unread);
		}
	}
	if (files.length + unread.length === 0) unread.push(nothingOf(paths, others));
	return { files, unread, others };
}

interface Outcome {
	readonly file: JudgedFile | null;
	readonly unread: readonly Unread[];
}

async function judgeFile(path: string, { reader, file }: Source, how: HowToJudge): Promise<Outcome> {
	try {
		const { subjects, notes } = (await reader.load())(file);
		const verdicts = subjects.flatMap((subject) => how.judgeSubject(subject, path));
		const unread = notes.map(({ at, text }): Unread => ({ path, at, text, what: "part" }));
		return { file: { path, kind: reader.kind, verdicts }, unread };
	} catch (error) {
		return { file: null, unread: [unreadOf(error, path)] };
	}
}

export function nothingOf(paths: readonly string[], others: readonly string[]): Unread {
	const text = `there is no file that can be judged (${others.length} of other kinds); name the files, or say with --as what they are`;
	return { path: paths.join(", "), at: null, text, what: "file" };
}
