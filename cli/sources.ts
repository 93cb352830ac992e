import { statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { isFields } from "../core/json.ts";
import { readJson } from "../readers/document/json-document.ts";
import { loadDocument } from "../readers/document/load-document.ts";
import { problemAt } from "../readers/document/problem.ts";
import { readStream, readTextFile } from "../readers/document/read-file.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";
import { isDocumentPath, listFiles } from "../readers/document/walk.ts";
import { isForeign } from "../readers/is-foreign.ts";
import type { Reader, SourceFile } from "../readers/reader.ts";
import { recognizeDocument, recognizeText } from "../readers/recognize.ts";
import { findSurroundingLog } from "../readers/surrounding-log.ts";
import type { UnreadInput } from "./check-result.ts";
import { kindsOf } from "./kinds.ts";

export interface OpenOptions {
	/** The reader of every file; null: recognized by the content of each. */
	readonly as: Reader | null;
	readonly readers: readonly Reader[];
	readonly input: AsyncIterable<Uint8Array>;
	readonly now: () => Date;
}

/** The name that standard input has in reports. */
export const standardInput = "stdin";

/** A file to read. A file that the user names must be of a supported kind; one found in a folder need not be. */
interface InputFile {
	readonly path: string;
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
	for (const [path, found] of listInputs(paths, options)) {
		if (found instanceof BadInputError) yield { path, unread: toUnreadInput(found, path) };
		else yield await openFile(found, options);
	}
}

async function openFile({ path, isNamed, read }: InputFile, options: OpenOptions): Promise<OpenedFile> {
	try {
		const source = await readSource(path, await read(), isNamed, options);
		return source === "foreign" ? { path, isForeign: true } : { path, source };
	} catch (error) {
		return { path, unread: toUnreadInput(error, path) };
	}
}

function* listInputs(paths: readonly string[], options: OpenOptions): Generator<[string, InputFile | BadInputError]> {
	const seen = new Set<string>();
	for (const path of paths) {
		if (path === "-") {
			yield [
				standardInput,
				{ path: standardInput, isNamed: true, read: () => readStream(options.input, standardInput) },
			];
			continue;
		}
		const isNamed = !isFolder(path);
		for (const file of isNamed ? [path] : listFiles(path)) {
			if (file instanceof BadInputError) yield [path, file];
			else if (!seen.has(resolve(file))) yield [file, { path: file, isNamed, read: () => readTextFile(file) }];
			if (typeof file === "string") seen.add(resolve(file));
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
): Promise<Source | "foreign"> {
	const { as, readers } = options;
	const sourceWith = (reader: Reader, document: SourceDocument): Source => ({
		reader,
		file: {
			path,
			text,
			document,
			readAt: options.now().toISOString(),
			readRelative: (other) => readRelativeTo(path, other),
		},
	});
	const known = as ?? recognizeText(text, isNamed && !isDocumentPath(path), readers);
	if (known?.source === "text") return sourceWith(known, noDocument);
	const document = await readDocument(path, text, isNamed || known !== null, readers);
	if (document === "foreign") return document;
	const reader = known ?? recognizeDocument(document.value, readers);
	if (reader !== null) return sourceWith(reader, document);
	refuseSurroundingLog(path, text, isNamed, readers);
	if (!isNamed) return "foreign";
	throw new BadInputError(`${path}: unrecognized file; give its kind with --as: ${kindsOf(readers).join(", ")}`);
}

const noDocument: SourceDocument = { value: null, at: () => ({ line: 1, column: 1 }) };

async function readDocument(
	path: string,
	text: string,
	isExpected: boolean,
	readers: readonly Reader[],
): Promise<SourceDocument | "foreign"> {
	try {
		const document = await loadDocument(text, path);
		// YAML takes almost any text for a string, so what is wrong with JSON would not be said.
		const isBroken = isExpected && !isFields(document.value) && !Array.isArray(document.value);
		return isBroken && /\.json$/i.test(path) ? readJson(text, path) : document;
	} catch (error) {
		refuseSurroundingLog(path, text, isExpected, readers);
		if (!isExpected && isForeign(text, readers)) return "foreign";
		throw error;
	}
}

/** Throws for a document that a program's log surrounds; if it is not expected, only for one of a supported kind. */
function refuseSurroundingLog(path: string, text: string, isExpected: boolean, readers: readonly Reader[]): void {
	const log = findSurroundingLog(text);
	if (log === null || !(isExpected || recognizeDocument(log.value, readers) !== null)) return;
	throw problemAt(path, log.at, log.why);
}

/** Reads a file that another file refers to, by its path relative to that file's folder. */
function readRelativeTo(path: string, other: string): ReturnType<SourceFile["readRelative"]> {
	const target = isAbsolute(other) || path === standardInput ? other : join(dirname(path), other);
	try {
		return { text: readTextFile(target) };
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		const { text } = toUnreadInput(error, target);
		return { missing: text.split(";")[0] ?? text };
	}
}

/** Splits an error `path:line:column: what is wrong; what to do` into its parts. */
export function toUnreadInput(error: unknown, path: string): UnreadInput {
	if (!(error instanceof BadInputError)) {
		const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
		return { path, at: null, text: `could not be checked (${why}); please report this file`, extent: "file" };
	}
	const { message } = error;
	const rest = message.startsWith(`${path}:`) ? message.slice(path.length + 1) : message;
	const [whole = "", line, column] = /^(\d+):(\d+):/.exec(rest) ?? [];
	const at = line === undefined ? null : { line: Number(line), column: Number(column) };
	return { path, at, text: rest.slice(whole.length).trim(), extent: "file" };
}
