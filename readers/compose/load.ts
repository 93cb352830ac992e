import { posix } from "node:path";
import { BadInputError } from "../../core/errors.ts";
import { formatForDisplay } from "../../core/text.ts";
import { readDocument } from "../document/document.ts";
import type { Position } from "../document/source-document.ts";
import type { FileReading, SourceFile } from "../reader.ts";
import type { Variables } from "./interpolate.ts";
import { type Part, positionOf, textOf } from "./part.ts";

/** A file that is being read, and what is collected on the way. */
export interface Loading {
	readonly file: SourceFile;
	readonly notes: FileReading["notes"][number][];
	/** Other files that were parsed: many services extend the same one. */
	readonly parsed: Map<string, Parsed>;
	/** Paths that are part of the model: each once, also when several files include it. */
	readonly included: Set<string>;
}

type Parsed = { readonly value: unknown } | { readonly missing: string };

export const newLoading = (file: SourceFile): Loading => ({
	file,
	notes: [],
	parsed: new Map(),
	included: new Set(),
});

/** What could not be read is said, at its place in the file that is checked. */
export function addNote({ notes }: Loading, at: Position, text: string): void {
	notes.push({ at, text });
}

/** The whole of the file that is checked. */
export function rootOf({ document }: SourceFile, variables: Variables): Part {
	return { value: document.value, path: [], origin: { at: document.at, variables, folder: "." } };
}

/** Files that Compose fetches from elsewhere: `https://…`, `oci://…`, `git@…`. */
const remote = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i;

/** A path that another file is named by, relative to the file that is checked; why there is none. */
export function pathIn(part: Part): { readonly path: string } | { readonly missing: string } {
	const text = textOf(part);
	if (typeof text !== "string") return { missing: text.unresolved };
	if (remote.test(text)) return { missing: "it is not on this machine" };
	return { path: posix.isAbsolute(text) ? posix.normalize(text) : posix.join(part.origin.folder, text) };
}

/**
 * Another Compose file; why there is none, with its path in front. Everything in it stands where it is referred to, as only the file that is
 * checked has places. Its own folder is what its relative paths start from.
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
	return { root: { value: read.value, path: [], origin: { at: () => position, variables, folder } } };
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

/** A mistake that Compose refuses the whole file for. */
export function refusal({ file }: Loading, part: Part, text: string): BadInputError {
	const { line, column } = positionOf(part);
	return new BadInputError(`${file.path}:${line}:${column}: ${formatForDisplay(text)}`);
}
