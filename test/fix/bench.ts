import { judgeSubject } from "../../cli/judge-subject.ts";
import { defaultPolicy, type Policy } from "../../core/policy.ts";
import type { Language } from "../../fix/edits.ts";
import { type MendedFile, mendFile } from "../../fix/mend-file.ts";
import type { Bench } from "../../fix/survey.ts";
import { readDocument } from "../../readers/document/document.ts";
import type { SourceFile } from "../../readers/reader.ts";
import { readers } from "../../readers/readers.ts";
import { readAt } from "../support/builders.ts";

export const fileOf = (text: string): SourceFile => ({
	path: "file",
	text,
	document: readDocument(text, "file"),
	readAt,
	beside: () => ({ missing: "there is none" }),
});

export async function benchFor(language: Language, policy: Policy = defaultPolicy): Promise<Bench> {
	return {
		language,
		read: await readers[language](),
		parse: (text) => readDocument(text, "file"),
		judge: (subject) => judgeSubject(subject, "file", policy, false),
		policy,
	};
}

export const failuresIn = (text: string, { read, judge }: Bench): readonly string[] =>
	read(fileOf(text))
		.subjects.flatMap(judge)
		.flatMap(({ control, container, status }) => (status === "fail" ? `${control} ${container}` : []));

export const mended = async (language: Language, text: string, policy?: Policy): Promise<MendedFile> =>
	mendFile(fileOf(text), await benchFor(language, policy));

export const said = ({ notes }: MendedFile): readonly string[] =>
	notes.map(({ container, text }) => `${container}: ${text}`);
