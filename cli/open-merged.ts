import { BadInputError } from "../core/errors.ts";
import { loadDocument } from "../readers/document/load-document.ts";
import { readTextFile } from "../readers/document/read-file.ts";
import type { Reader } from "../readers/reader.ts";
import { recognizeDocument } from "../readers/recognize.ts";
import type { MergedFile, SourceFile } from "../readers/source-file.ts";
import type { UnreadInput } from "./check-result.ts";
import type { FileGroup, MergingReader } from "./merged-files.ts";
import { readRelativeTo, toUnreadInput } from "./unread-input.ts";

interface HowToOpen {
	readonly as: Reader | null;
	readonly readers: readonly Reader[];
	readonly now: () => Date;
	readonly onRead?: (path: string) => void;
}

interface Opened {
	readonly path: string;
	readonly source: { readonly reader: Reader; readonly file: SourceFile };
}

interface Unread {
	readonly path: string;
	readonly unread: UnreadInput;
}

/**
 * Opens files that are merged, as their first one that can be read. What cannot be read is reported, and counts as unknown. Null when
 * the files are of another kind after all, or when none of them can be read.
 */
export async function openMerged(
	{ path, above }: FileGroup,
	reader: MergingReader,
	{ as, readers, now, onRead = () => {} }: HowToOpen,
): Promise<readonly (Opened | Unread)[] | null> {
	const members = await Promise.all([path, ...above].map(openMember));
	const kinds = members.map((one) => ("document" in one ? recognizeDocument(one.document.value, readers) : null));
	const isMerged = as !== null || kinds.find((kind) => kind !== null) === reader;
	const at = members.findIndex((one) => "document" in one);
	const first = members[at];
	if (!isMerged || first === undefined || !("document" in first)) return null;
	for (const one of members) if ("document" in one) onRead(one.path);
	const file: SourceFile = {
		...first,
		readAt: now().toISOString(),
		readRelative: (other) => readRelativeTo(path, other, onRead),
		merged: { below: members.slice(0, at), above: members.slice(at + 1) },
	};
	const unread = members.flatMap((one) => ("unread" in one ? { path: one.path, unread: one.unread } : []));
	return [...unread, { path, source: { reader, file } }];
}

type Member = Extract<MergedFile, { document: unknown }> | { path: string; missing: string; unread: UnreadInput };

async function openMember(path: string): Promise<Member> {
	try {
		const text = readTextFile(path, { isEmptyAllowed: true });
		return { path, text, document: await loadDocument(text, path) };
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
		// A file that only some machines have, such as one that Git ignores, is no reason to fail.
		const unread: UnreadInput = { ...toUnreadInput(error, path), extent: code === "ENOENT" ? "part" : "file" };
		return { path, missing: unread.text.split(";")[0] ?? unread.text, unread };
	}
}
