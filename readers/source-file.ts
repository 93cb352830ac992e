import type { SourceDocument } from "./document/source-document.ts";

/** A file whose text was read: the input of every reader. */
export interface SourceFile {
	/** As the user named it; used in subjects and messages. */
	readonly path: string;
	readonly text: string;
	/** Its value is null when the text is not a document, such as a `docker run` line. */
	readonly document: SourceDocument;
	/** ISO 8601. */
	readonly readAt: string;
	/** The text of a file that this one refers to, by its path relative to this file's folder, or why it is missing. */
	readonly readRelative: (path: string) => { readonly text: string } | { readonly missing: string };
	/** What else is in its folder. Absent: it has none, or what is there says nothing of it. */
	readonly beside?: Beside;
	/** The files that are merged with this one before they are judged: those that it overrides, and those that override it. Absent: none. */
	readonly merged?: { readonly below: readonly MergedFile[]; readonly above: readonly MergedFile[] };
}

/** The folder of a file. Files of the same folder have the same object. */
export interface Beside {
	/** The names of the files in a folder, whose path is relative to this one and empty or ends with a slash; sorted. */
	readonly names: (folder: string) => readonly string[];
	/** The folders below this one, relative to it, each with a slash at its end, up to a limit. */
	readonly below: () => readonly string[];
	/** The path of a file as the user would name it. */
	readonly pathOf: (relative: string) => string;
}

/** A file that is merged with another, with its path as the user named it; `missing`: why it could not be read. */
export type MergedFile =
	| Pick<SourceFile, "path" | "text" | "document">
	| { readonly path: string; readonly missing: string };
