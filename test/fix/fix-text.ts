import { checkSubject } from "../../cli/check-subject.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import type { FixContext } from "../../fix/checked-file.ts";
import { type FixedFile, fixFile } from "../../fix/fix-file.ts";
import { readDocument } from "../../readers/document/document.ts";
import type { SourceFile } from "../../readers/source-file.ts";
import { readAt } from "../support/builders.ts";
import { readerFor } from "../support/read-files.ts";

export const fileOf = (text: string): SourceFile => ({
	path: "file",
	text,
	document: readDocument(text, "file"),
	readAt,
	readRelative: () => ({ missing: "there is none" }),
});

export async function contextFor(kind: string, policy: Policy = defaultPolicy, mayTry = false): Promise<FixContext> {
	const { editable, load } = readerFor(kind);
	if (editable === undefined) throw new Error(`fix does not edit files of the kind ${kind}`);
	return {
		editable,
		read: await load(),
		parse: (text) => readDocument(text, "file"),
		judge: (subject) => checkSubject(subject, "file", { policy, pathInPolicy: String }, false),
		policy,
		mayTry,
	};
}

export const failuresIn = (text: string, { read, judge }: FixContext): readonly string[] =>
	read(fileOf(text))
		.subjects.flatMap(judge)
		.flatMap(({ control, container, status }) => (status === "fail" ? `${control} ${container}` : []));

export const fixText = async (kind: string, text: string, policy?: Policy): Promise<FixedFile> =>
	fixFile(fileOf(text), await contextFor(kind, policy));

/** With `--try`. */
export const tryText = async (kind: string, text: string, policy?: Policy): Promise<FixedFile> =>
	fixFile(fileOf(text), await contextFor(kind, policy, true));

export const noteLines = ({ notes }: FixedFile): readonly string[] =>
	notes.map(({ container, text }) => `${container}: ${text}`);
