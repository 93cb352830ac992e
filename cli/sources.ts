import { statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { loadDocument } from "../readers/document/load-document.ts";
import { readStream, readTextFile } from "../readers/document/read-file.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";
import { filesBelow, isDocument } from "../readers/document/walk.ts";
import { isForeign } from "../readers/is-foreign.ts";
import type { Reader, SourceFile } from "../readers/reader.ts";
import { recognizeDocument, recognizeText } from "../readers/recognize.ts";
import type { Unread } from "./judged.ts";
import { kindsOf } from "./kinds.ts";

export interface HowToOpen {
	/** What reads every file; null: it shows by the file's content which of the readers does. */
	readonly as: Reader | null;
	readonly readers: readonly Reader[];
	readonly input: AsyncIterable<Uint8Array>;
	readonly now: () => Date;
}

/** The name that standard input has in reports. */
export const standardInput = "stdin";

/** A file to read: one that a user names has to be ours, one that was come across need not. */
interface Found {
	readonly path: string;
	readonly isNamed: boolean;
	readonly read: () => string | Promise<string>;
}

/** A file whose reader is known; what is wrong with it; or that it is of no kind of ours and nobody named it. */
export type Opened = { readonly path: string } & (
	| { readonly source: Source }
	| { readonly unread: Unread }
	| { readonly isForeign: true }
);

export interface Source {
	readonly reader: Reader;
	readonly file: SourceFile;
}

/**
 * Opens files one after the other, folders by what lies below them; `-` is standard input. What is wrong with one file
 * changes nothing for the others.
 */
export async function* sourcesIn(paths: readonly string[], how: HowToOpen): AsyncGenerator<Opened> {
	for (const [path, found] of everyFile(paths, how)) {
		if (found instanceof BadInputError) yield { path, unread: unreadOf(found, path) };
		else yield await opened(found, how);
	}
}

async function opened({ path, isNamed, read }: Found, how: HowToOpen): Promise<Opened> {
	try {
		const source = await sourceOf(path, await read(), isNamed, how);
		return source === "of others" ? { path, isForeign: true } : { path, source };
	} catch (error) {
		return { path, unread: unreadOf(error, path) };
	}
}

function* everyFile(paths: readonly string[], how: HowToOpen): Generator<[string, Found | BadInputError]> {
	const come = new Set<string>();
	for (const path of paths) {
		if (path === "-") {
			yield [standardInput, { path: standardInput, isNamed: true, read: () => readStream(how.input, standardInput) }];
			continue;
		}
		const isNamed = !isFolder(path);
		for (const file of isNamed ? [path] : filesBelow(path)) {
			if (file instanceof BadInputError) yield [path, file];
			else if (!come.has(resolve(file))) yield [file, { path: file, isNamed, read: () => readTextFile(file) }];
			if (typeof file === "string") come.add(resolve(file));
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

async function sourceOf(path: string, text: string, isNamed: boolean, how: HowToOpen): Promise<Source | "of others"> {
	const { as, readers } = how;
	const sourceWith = (reader: Reader, document: SourceDocument): Source => ({
		reader,
		file: { path, text, document, readAt: how.now().toISOString(), beside: (other) => besideOf(path, other) },
	});
	const known = as ?? recognizeText(text, isNamed && !isDocument(path), readers);
	if (known?.source === "text") return sourceWith(known, noDocument);
	const document = await documentOf(path, text, isNamed || known !== null, readers);
	if (document === "of others") return document;
	const reader = known ?? recognizeDocument(document.value, readers);
	if (reader !== null) return sourceWith(reader, document);
	if (!isNamed) return "of others";
	const kinds = kindsOf(readers).join(", ");
	throw new BadInputError(`${path}: is of no kind that can be judged; say what it is with --as: ${kinds}`);
}

const noDocument: SourceDocument = { value: null, at: () => ({ line: 1, column: 1 }) };

async function documentOf(
	path: string,
	text: string,
	isOurs: boolean,
	readers: readonly Reader[],
): Promise<SourceDocument | "of others"> {
	try {
		return await loadDocument(text, path);
	} catch (error) {
		if (!isOurs && isForeign(text, readers)) return "of others";
		throw error;
	}
}

/** What a file refers to, by its path from the file's folder. */
function besideOf(path: string, other: string): ReturnType<SourceFile["beside"]> {
	const there = isAbsolute(other) || path === standardInput ? other : join(dirname(path), other);
	try {
		return { text: readTextFile(there) };
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		const { text } = unreadOf(error, there);
		return { missing: text.split(";")[0] ?? text };
	}
}

/** `path:line:column: what is wrong; what to write`, in its parts. */
export function unreadOf(error: unknown, path: string): Unread {
	if (!(error instanceof BadInputError)) {
		const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
		return { path, at: null, text: `could not be judged (${why}); please report this file`, what: "file" };
	}
	const { message } = error;
	const rest = message.startsWith(`${path}:`) ? message.slice(path.length + 1) : message;
	const [whole = "", line, column] = /^(\d+):(\d+):/.exec(rest) ?? [];
	const at = line === undefined ? null : { line: Number(line), column: Number(column) };
	return { path, at, text: rest.slice(whole.length).trim(), what: "file" };
}
