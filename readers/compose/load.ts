import { posix } from "node:path";
import { BadInputError } from "../../core/errors.ts";
import { formatForDisplay } from "../../core/text.ts";
import { readDocument } from "../document/document.ts";
import type { Location, SourceDocument } from "../document/source-document.ts";
import type { FileReading } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import type { Variables } from "./interpolate.ts";
import { type Part, positionOf, textOf } from "./part.ts";

/** The file that is being read, with the notes and files collected so far. */
export interface Loading {
	readonly file: SourceFile;
	readonly notes: FileReading["notes"][number][];
	/** Other files that were parsed: many services extend the same one. */
	readonly parsed: Map<string, Parsed>;
	/** Paths that are part of the model: each once, even when several files include it. */
	readonly included: Set<string>;
}

type Parsed = { readonly value: unknown } | { readonly missing: string };

export const newLoading = (file: SourceFile): Loading => ({
	file,
	notes: [],
	parsed: new Map(),
	included: new Set(),
});

/** Records what could not be read, where a file that is checked refers to it. */
export function addNote({ notes }: Loading, at: Location, text: string): void {
	notes.push({ at, text });
}

/**
 * The roots of the files that are merged, the base first, each with its path; a missing one with the reason. Their relative paths all start
 * from the folder of the base. https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/
 */
export function rootsOf(file: SourceFile, variables: Variables): readonly (Root | MissingRoot)[] {
	const { below, above } = file.merged ?? { below: [], above: [] };
	const named = file.merged !== undefined;
	return [...below, file, ...above].map((one) => {
		const { path } = one;
		if ("missing" in one) return { path, missing: `${formatForDisplay(path)}: ${one.missing}` };
		const { document } = one;
		const at = named ? locatedIn(path, document) : document.at;
		return { path, part: { value: document.value, path: [], origin: { at, document, variables, folder: "." } } };
	});
}

export interface Root {
	readonly path: string;
	readonly part: Part;
}

interface MissingRoot {
	readonly path: string;
	readonly missing: string;
}

const locatedIn =
	(file: string, { at }: SourceDocument): Part["origin"]["at"] =>
	(path, part) => ({ file, ...at(path, part) });

/** Files that Compose fetches from elsewhere: `https://…`, `oci://…`, `git@…`. */
const remote = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i;

/** The path of another file, relative to the file that is checked, or why it is missing. */
export function pathIn(part: Part): { readonly path: string } | { readonly missing: string } {
	const text = textOf(part);
	if (typeof text !== "string") return { missing: text.unresolved };
	if (remote.test(text)) return { missing: "it is not on this machine" };
	return { path: posix.isAbsolute(text) ? posix.normalize(text) : posix.join(part.origin.folder, text) };
}

/**
 * Another Compose file, or why it is missing, prefixed with its path. All its parts have the position of the reference, since only files
 * that are checked have positions. Its relative paths start from its own folder.
 */
export function loadFile(
	loading: Loading,
	path: string,
	by: Part,
	{ variables, folder }: { readonly variables: Variables; readonly folder: string },
): { readonly root: Part } | { readonly missing: string } {
	const read = loading.parsed.get(path) ?? parsed(loading.file, path);
	loading.parsed.set(path, read);
	if ("missing" in read) return read;
	const position = positionOf(by);
	return { root: { value: read.value, path: [], origin: { at: () => position, document: null, variables, folder } } };
}

function parsed(file: SourceFile, path: string): Parsed {
	const found = file.readRelative(path);
	if ("missing" in found) return { missing: `${path}: ${found.missing}` };
	try {
		return { value: readDocument(found.text, path).value };
	} catch (error) {
		if (error instanceof BadInputError) return { missing: error.message };
		throw error;
	}
}

/** An error for which Compose refuses the whole file. */
export function refusal({ file }: Loading, part: Part | null, text: string): BadInputError {
	const { file: path = file.path, line, column }: Location = part === null ? { line: 1, column: 1 } : positionOf(part);
	return new BadInputError(`${path}:${line}:${column}: ${formatForDisplay(text)}`);
}
