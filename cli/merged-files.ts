import { statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize, resolve, sep } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { loadDocument } from "../readers/document/load-document.ts";
import { readTextFile } from "../readers/document/read-file.ts";
import type { DocumentReader, Merging, NamedDocument, Reader } from "../readers/reader.ts";

/** A file, and those that are merged over it before it is judged, in their order. */
export interface FileGroup {
	readonly path: string;
	readonly above: readonly string[];
}

/** The group that begins with a file; null for a file that is merged into another group. */
export type GroupOf = (path: string) => FileGroup | null;

export type MergingReader = DocumentReader & { readonly merging: Merging };

/** The reader of files that are merged; null when another kind was given. */
export function mergingReader(options: {
	readonly as: Reader | null;
	readonly readers: readonly Reader[];
}): MergingReader | null {
	const { as, readers } = options;
	return (as === null ? readers : [as]).find(mergesFiles) ?? null;
}

const mergesFiles = (reader: Reader): reader is MergingReader =>
	reader.source === "document" && reader.merging !== undefined;

const alone = (path: string): FileGroup => ({ path, above: [] });

/**
 * Groups the files of folders: what the tool merges when it is started in a folder begins at whichever of that folder's files comes first. A file
 * of another folder that is merged there is not judged by itself as well, unless its own folder merges it or, outside the folder that lists it,
 * the tool starts it by itself.
 */
export function folderGroups(reader: MergingReader | null, files: readonly string[]): GroupOf {
	if (reader === null) return alone;
	const folders = new Map<string, readonly string[]>();
	const begins = new Set<string>();
	for (const file of files) {
		const folder = resolve(dirname(file));
		const group = folders.get(folder) ?? groupIn(file.slice(0, file.length - basename(file).length), reader);
		folders.set(folder, group);
		if (group.length > 1 && merges(group, file)) begins.add(folder);
	}
	const groupOf = (file: string): readonly string[] => folders.get(resolve(dirname(file))) ?? [];
	const elsewhere = new Set<string>();
	for (const [folder, group] of folders) {
		const others = group.filter((one) => isBelow(one, folder) || !merges(groupOf(one), one));
		if (begins.has(folder)) for (const path of others) elsewhere.add(resolve(path));
	}
	const begun = new Set<readonly string[]>();
	return (file) => {
		const group = groupOf(file);
		const [first, ...above] = group;
		if (first === undefined || above.length === 0 || !merges(group, file))
			return elsewhere.has(resolve(file)) ? null : alone(file);
		if (begun.has(group)) return null;
		begun.add(group);
		return { path: first, above };
	};
}

const merges = (group: readonly string[], file: string): boolean =>
	group.some((path) => resolve(path) === resolve(file));

const isBelow = (path: string, folder: string): boolean => resolve(path).startsWith(join(folder, sep));

/** `folder`: as the paths of its files begin. */
const groupIn = (folder: string, { merging }: MergingReader): readonly string[] =>
	merging
		.inFolder({ exists: (name) => isFile(`${folder}${name}`), read: (name) => textOf(`${folder}${name}`) })
		.map(normalize)
		.map((path) => (isAbsolute(path) ? path : path.startsWith("..") ? join(folder, path) : `${folder}${path}`));

/** Groups files that the user named; only those that may be merged are read. */
export async function namedGroups(paths: readonly string[], reader: MergingReader | null): Promise<GroupOf> {
	const documents: NamedDocument[] = [];
	const candidates =
		reader === null || paths.length < 2 ? [] : [...new Set(paths)].filter((path) => /\.ya?ml$/i.test(path));
	for (const path of candidates) {
		const document = await documentAt(path);
		if (document !== null && reader?.recognizes(document.value)) documents.push({ path, value: document.value });
	}
	const groups = reader?.merging.amongNamed(documents, isFile) ?? [];
	const byPath = new Map<string, FileGroup | null>();
	for (const [first, ...above] of groups) {
		if (first === undefined) continue;
		byPath.set(first, { path: first, above });
		for (const path of above) byPath.set(path, null);
	}
	return (path) => {
		const group = byPath.get(path);
		return group === undefined ? alone(path) : group;
	};
}

/** A key that begins a line: without it, the file need not be parsed. */
const servicesKey = /^["']?services["']?[^\S\n]*:/m;

async function documentAt(path: string) {
	const text = textOf(path);
	if (text === null || !servicesKey.test(text)) return null;
	try {
		return await loadDocument(text, path);
	} catch (error) {
		// It is read again, and reported, as a file of its own.
		if (error instanceof BadInputError) return null;
		throw error;
	}
}

function textOf(path: string): string | null {
	try {
		return readTextFile(path);
	} catch (error) {
		if (error instanceof BadInputError) return null;
		throw error;
	}
}

function isFile(path: string): boolean {
	try {
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
