import type { Severity, Status, WaiverMark } from "../core/verdict.ts";
import type { Ignore } from "../readers/ignore.ts";
import type { LiveResource } from "../readers/reader.ts";
import type { FileLocation, FileVerdict } from "./verdicts.d.ts";

/** A verdict as it is printed, and whether it makes the command fail. */
export interface LocatedVerdict extends FileVerdict {
	readonly status: Status;
	readonly severity: Severity;
	readonly blocks: boolean;
	/** With `unknown`: what is missing cannot be written in such a file, only AWS can answer. */
	readonly needsAws?: true;
	/** With `needsAws`: the kind of the subject, no part of which can be judged in a file. */
	readonly onlyInAws?: LiveResource["kind"];
	/** Every waiver of the policy that applies to it. */
	readonly waivers?: readonly WaiverMark[];
	/** The keys of the ignores in place that cover it: it is waived because of them, or would be if it failed. */
	readonly ignoredBy?: readonly string[];
	/** Waived, because the baseline lists the failure. */
	readonly inBaseline?: true;
	/** The name of the subject within its file; null when the whole file is the subject. */
	readonly part: string | null;
}

export interface CheckedFile {
	readonly path: string;
	/** The kind of its reader. */
	readonly kind: string;
	readonly verdicts: readonly LocatedVerdict[];
	/** It contains values that `Reader.wholeAnswer` determines. */
	readonly leavesOpen?: boolean;
	/** The folders, absolute, of whose files it determines all values. Absent: none. */
	readonly answersFor?: readonly string[];
	/** The ignores in place that are valid. Absent: none. */
	readonly ignores?: readonly Ignore[];
	/** Unknown verdicts that only AWS can answer, which are not among the others. Absent: none. */
	readonly inAws?: readonly LocatedVerdict[];
}

/** Input that could not be read and is therefore not checked, or an ignore in place that is not valid. */
export interface UnreadInput {
	readonly path: string;
	/** Null when the problem has no location in the file. */
	readonly at: Omit<FileLocation, "file"> | null;
	/** What is wrong, and what to do. */
	readonly text: string;
	/** `file`: nothing in the file was checked; `part`: the rest of it was; `ignore`: all of it was, but this ignore is not valid. */
	readonly extent: "file" | "part" | "ignore";
	/** It is no input, but that there is none: `path` is what the run was given. */
	readonly isWholeRun?: true;
}

/** The result of a run, in the order of the files. */
export interface CheckResult {
	readonly files: readonly CheckedFile[];
	readonly unread: readonly UnreadInput[];
	/** Paths of the files found in folders that are of no supported kind. */
	readonly unrecognized: readonly string[];
	/** What options and the policy have left out, in words for the closing line. Absent: nothing. */
	readonly leftOut?: readonly string[];
	/** What is probably wrong with the options, in words for standard error. Absent: nothing. */
	readonly notes?: readonly string[];
}

export const allVerdicts = ({ files }: CheckResult): readonly LocatedVerdict[] =>
	files.flatMap(({ verdicts }) => verdicts);

/** What only AWS can answer: neither a pass nor a failure, and nothing that could have been written in the files. */
export const verdictsInAws = ({ files }: CheckResult): readonly LocatedVerdict[] =>
	files.flatMap(({ inAws = [] }) => inAws);

/** How many verdicts have each status. */
export function countByStatus(verdicts: readonly LocatedVerdict[]): Record<Status, number> {
	const counts = { pass: 0, fail: 0, unknown: 0, waived: 0, "not-applicable": 0 };
	for (const { status } of verdicts) counts[status]++;
	return counts;
}

/** What `--strict` and `--exit-zero` say. */
export interface HowToEnd {
	/** Whether an unknown verdict counts as a failure. */
	readonly strict: boolean;
	/** Whether neither a failure nor an unknown verdict changes the exit status. */
	readonly exitZero: boolean;
}

/**
 * 2: a file could not be read, or an ignore in it is not valid. 1: a failure counts. 3: a verdict is unknown and `strict` is set. 0: otherwise;
 * with `exitZero`, always but for 2.
 */
export function exitStatusOf(result: CheckResult, { strict, exitZero }: HowToEnd): number {
	if (result.unread.some(({ extent }) => extent !== "part")) return 2;
	if (exitZero) return 0;
	const verdicts = allVerdicts(result);
	if (verdicts.some(({ blocks }) => blocks)) return 1;
	const isUnknown = result.unread.length > 0 || verdicts.some(({ status }) => status === "unknown");
	return strict && isUnknown ? 3 : 0;
}
