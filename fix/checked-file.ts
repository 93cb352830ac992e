import type { Policy } from "../core/policy.ts";
import type { Verdict } from "../core/verdict.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";
import type { Editable, FileReader, FileSubject, SourceFile } from "../readers/reader.ts";
import type { Mend } from "./plan/plan.ts";

/** How a file is read and judged: the same way as `check` does it. */
export interface Bench {
	readonly editable: Editable;
	readonly read: FileReader;
	readonly parse: (text: string) => SourceDocument;
	readonly judge: (subject: FileSubject) => readonly Judged[];
	readonly policy: Policy;
}

export type Judged = Pick<Verdict, "control" | "subject" | "container" | "status">;

/** A file with all that is to say of it. */
export interface Surveyed {
	readonly file: SourceFile;
	readonly subjects: readonly { readonly reading: FileSubject; readonly verdicts: readonly Judged[] }[];
}

/** Throws BadInputError where the file cannot be read. */
export function surveyed(file: SourceFile, { read, judge }: Bench): Surveyed {
	return { file, subjects: read(file).subjects.map((reading) => ({ reading, verdicts: judge(reading) })) };
}

/** What is to be done to one container. */
export interface Work {
	/** Position among the file's subjects. */
	readonly subject: number;
	readonly reading: FileSubject;
	readonly container: string;
	readonly mends: readonly Mend[];
	/** Of its subject: `control container`. */
	readonly failing: ReadonlySet<string>;
}

export const containerKey = ({ facts }: FileSubject, container: string): string => `${facts.arn}\n${container}`;
