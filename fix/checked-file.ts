import type { Policy } from "../core/policy.ts";
import type { Verdict } from "../core/verdict.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";
import type { Editable, FileReader, FileSubject } from "../readers/reader.ts";
import type { SourceFile } from "../readers/source-file.ts";
import type { Fix } from "./plan/plan.ts";

/** How a file is read and checked: the same way as `check` does it. */
export interface FixContext {
	readonly editable: Editable;
	readonly read: FileReader;
	readonly parse: (text: string) => SourceDocument;
	readonly judge: (subject: FileSubject) => readonly CheckResult[];
	readonly policy: Policy;
	/** Whether fixes are made although it is not certain that the application runs with them. */
	readonly mayTry: boolean;
}

export type CheckResult = Pick<Verdict, "control" | "subject" | "container" | "status">;

/** A file with the verdicts on each of its subjects. */
export interface CheckedFile {
	readonly file: SourceFile;
	readonly subjects: readonly { readonly reading: FileSubject; readonly verdicts: readonly CheckResult[] }[];
}

/** Throws BadInputError where the file cannot be read. */
export function checkFile(file: SourceFile, { read, judge }: FixContext): CheckedFile {
	return { file, subjects: read(file).subjects.map((reading) => ({ reading, verdicts: judge(reading) })) };
}

/** A container with the fixes proposed for it. */
export interface Candidate {
	/** Position among the file's subjects. */
	readonly subject: number;
	readonly reading: FileSubject;
	readonly container: string;
	readonly fixes: readonly Fix[];
	/** The failures of the whole subject, each as `control container`. */
	readonly failing: ReadonlySet<string>;
}

export const containerKey = ({ facts }: FileSubject, container: string): string => `${facts.arn}\n${container}`;
