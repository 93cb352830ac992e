import { statSync } from "node:fs";
import { resolve } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { isFields } from "../core/json.ts";
import { NotTextError } from "../readers/document/decode-text.ts";
import { readStream, readTextFile } from "../readers/document/read-file.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";
import { TemplateError } from "../readers/document/template-tag.ts";
import { isDocumentPath, isHclPath, listFiles } from "../readers/document/walk.ts";
import { mayBeSupported } from "../readers/is-foreign.ts";
import type { Reader, SourceFile } from "../readers/reader.ts";
import { readerByName, recognizeDocument, recognizeText } from "../readers/recognize.ts";
import { besideOf } from "./beside.ts";
import type { UnreadInput } from "./check-result.ts";
import {
	type FileGroup,
	folderGroups,
	type GroupOf,
	type MergingReader,
	mergingReader,
	namedGroups,
} from "./merged-files.ts";
import { openMerged } from "./open-merged.ts";
import { readDocument, refuseSurroundingLog, unrecognized } from "./read-document.ts";
import { readRelativeTo, standardInput, toUnreadInput } from "./unread-input.ts";

export interface OpenOptions {
	/** The reader of every file; null: recognized by the content of each. */
	readonly as: Reader | null;
	readonly readers: readonly Reader[];
	readonly input: AsyncIterable<Uint8Array>;
	readonly now: () => Date;
}

/** A file to read. A file that the user names must be of a supported kind; one found in a folder need not be. */
interface InputFile extends FileGroup {
	readonly isNamed: boolean;
	readonly read: () => string | Promise<string>;
}

/** A file of a known kind, a file that could not be read, or an unrecognized file found in a folder. */
export type OpenedFile = { readonly path: string } & (
	| { readonly source: Source }
	| { readonly unread: UnreadInput }
	| { readonly isForeign: true }
);

export interface Source {
	readonly reader: Reader;
	readonly file: SourceFile;
}

/**
 * Opens files one after the other, folders recursively; `-` is standard input. An error in one file does not affect the
 * others.
 */
export async function* openSources(paths: readonly string[], options: OpenOptions): AsyncGenerator<OpenedFile> {
	const merging = mergingReader(options);
	const named = await namedGroups(
		paths.filter((path) => path !== "-" && !isFolder(path)),
		merging,
	);
	for (const [path, found] of listInputs(paths, named, folderGroups(merging), options)) {
		if (found instanceof BadInputError) yield { path, unread: toUnreadInput(found, path) };
		else yield* openGroup(found, merging, options);
	}
}

async function* openGroup(
	file: InputFile,
	merging: MergingReader | null,
	options: OpenOptions,
): AsyncGenerator<OpenedFile> {
	const merged = file.above.length === 0 || merging === null ? null : await openMerged(file, merging, options);
	if (merged !== null) {
		yield* merged;
		return;
	}
	yield* openFile(file, options);
	for (const path of file.above) yield* openFile(fileInput({ path, above: [] }, file.isNamed), options);
}

const fileInput = ({ path, above }: FileGroup, isNamed: boolean): InputFile => ({
	path,
	above,
	isNamed,
	// Modules have empty files of variables and outputs.
	read: () => readTextFile(path, { isEmptyAllowed: !isNamed && isHclPath(path) }),
});

/** At most one. */
async function* openFile({ path, isNamed, read }: InputFile, options: OpenOptions): AsyncGenerator<OpenedFile> {
	try {
		const source = await readSource(path, await read(), isNamed, options);
		if (source !== "passed over") yield source === "foreign" ? { path, isForeign: true } : { path, source };
	} catch (error) {
		const { readers } = options;
		if (!isNamed && error instanceof NotTextError && !mayBeSupported(path, error.rest, readers)) {
			yield { path, isForeign: true };
			return;
		}
		const unread = toUnreadInput(error, path);
		// What only a program can read after it was rendered is no mistake of whoever walks over a folder.
		yield { path, unread: !isNamed && error instanceof TemplateError ? { ...unread, extent: "part" } : unread };
	}
}

function* listInputs(
	paths: readonly string[],
	named: GroupOf,
	inFolder: GroupOf,
	options: OpenOptions,
): Generator<[string, InputFile | BadInputError]> {
	const seen = new Set<string>();
	for (const path of paths) {
		if (path === "-") {
			const read = () => readStream(options.input, standardInput);
			yield [standardInput, { path: standardInput, above: [], isNamed: true, read }];
			continue;
		}
		const isNamed = !isFolder(path);
		for (const file of isNamed ? [path] : listFiles(path)) {
			if (file instanceof BadInputError) yield [path, file];
			else {
				const group = isNamed ? named(file) : inFolder(file);
				const isSeen = seen.has(resolve(file)) && (group === null || group.above.length === 0);
				seen.add(resolve(file));
				if (group !== null && !isSeen) yield [group.path, fileInput(group, isNamed)];
			}
		}
	}
}

function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}

async function readSource(
	path: string,
	text: string,
	isNamed: boolean,
	options: OpenOptions,
): Promise<Source | "foreign" | "passed over"> {
	const { as, readers } = options;
	const sourceWith = (reader: Reader, document: SourceDocument): Source => ({
		reader,
		file: {
			path,
			text,
			document,
			readAt: options.now().toISOString(),
			readRelative: (other) => readRelativeTo(path, other),
			beside: besideOf(path, options),
		},
	});
	const byName = readerByName(path, readers);
	const recognized = as ?? recognizeText(text, isNamed && !isDocumentPath(path), readers);
	const known = recognized ?? (isNamed ? byName : null);
	if (known === null && byName !== null) return "passed over";
	if (known?.source === "text") return sourceWith(known, noDocument);
	const document = await readDocument({ path, text, isNamed, isOfKnownKind: known !== null }, readers);
	if (document === "foreign") return document;
	const reader = known ?? recognizeDocument(document.value, readers);
	if (reader !== null) return sourceWith(reader, document);
	refuseSurroundingLog(path, text, isNamed && !isFields(document.value), readers);
	if (!isNamed) return "foreign";
	throw unrecognized(path, readers);
}

const noDocument: SourceDocument = { value: null, at: () => ({ line: 1, column: 1 }) };
