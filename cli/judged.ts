import type { Severity, Status, WaiverMark } from "../core/verdict.ts";
import type { FileLocation, FileVerdict } from "./verdicts.d.ts";

/** A verdict as it is printed, and whether it makes the command fail. */
export interface LocatedVerdict extends FileVerdict {
	readonly status: Status;
	readonly severity: Severity;
	readonly blocks: boolean;
	/** Every waiver of the policy that is about it. */
	readonly waivers?: readonly WaiverMark[];
	/** The title of the subject inside its file, null where the file is the subject. */
	readonly part: string | null;
}

export interface JudgedFile {
	readonly path: string;
	/** Of its reader. */
	readonly kind: string;
	readonly verdicts: readonly LocatedVerdict[];
}

/** Something that could not be read, and is therefore not judged. */
export interface Unread {
	readonly path: string;
	/** Null where there is no place in the file. */
	readonly at: Omit<FileLocation, "file"> | null;
	/** What is wrong, and what to write. */
	readonly text: string;
	/** `file`: nothing of the file was judged; `part`: the rest of it was. */
	readonly what: "file" | "part";
}

/** What a run has found, in the order of the files. */
export interface Judged {
	readonly files: readonly JudgedFile[];
	readonly unread: readonly Unread[];
	/** Paths of the files that were come across and are of no kind of ours. */
	readonly others: readonly string[];
}

export const everyVerdict = ({ files }: Judged): readonly LocatedVerdict[] => files.flatMap(({ verdicts }) => verdicts);

/** How many verdicts have each status. */
export function countsOf(verdicts: readonly LocatedVerdict[]): Record<Status, number> {
	const counts = { pass: 0, fail: 0, unknown: 0, waived: 0, "not-applicable": 0 };
	for (const { status } of verdicts) counts[status]++;
	return counts;
}

/** 2 something could not be read, 1 a failure counts, 3 something is not known and that is not enough, 0 else. */
export function exitStatusOf(judged: Judged, strict: boolean): number {
	if (judged.unread.some(({ what }) => what === "file")) return 2;
	const verdicts = everyVerdict(judged);
	if (verdicts.some(({ blocks }) => blocks)) return 1;
	const isUnknown = judged.unread.length > 0 || verdicts.some(({ status }) => status === "unknown");
	return strict && isUnknown ? 3 : 0;
}
