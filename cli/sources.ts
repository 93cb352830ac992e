import { BadInputError } from "../core/errors.ts";
import { isAssemblyDocument } from "../readers/cdk-assembly.ts";
import { NotTextError } from "../readers/document/decode-text.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";
import { TemplateError } from "../readers/document/template-tag.ts";
import { isDocumentPath, isTerraformJsonPath } from "../readers/document/walk.ts";
import { mayBeSupported } from "../readers/is-foreign.ts";
import type { Reader } from "../readers/reader.ts";
import { readerByName, recognizeDocument, recognizeText } from "../readers/recognize.ts";
import type { SourceFile } from "../readers/source-file.ts";
import { besideOf } from "./beside.ts";
import type { UnreadInput } from "./check-result.ts";
import { fileInput, type InputFile, isFolder, listInputs } from "./list-inputs.ts";
import { folderGroups, type MergingReader, mergingReader, namedGroups } from "./merged-files.ts";
import { openMerged } from "./open-merged.ts";
import { isOwnDocument } from "./own-documents.ts";
import { loadPathFilter, type PathFilter, type PathOptions } from "./path-filter.ts";
import { plainPath } from "./plain-path.ts";
import { readDocument, refuseSurroundingLog, unrecognized } from "./read-document.ts";
import { refuseTerraformJson, TerraformJsonError } from "./terraform-json.ts";
import { readRelativeTo, toUnreadInput } from "./unread-input.ts";

export interface OpenOptions {
	/** The reader of every file; null: recognized by the content of each. */
	readonly as: Reader | null;
	readonly readers: readonly Reader[];
	readonly input: AsyncIterable<Uint8Array>;
	readonly now: () => Date;
	/** What is not to be read. Absent: everything is. */
	readonly paths?: PathOptions;
	/** Whether a file that the user names may be of no supported kind, as in a list of all files. */
	readonly ignoresUnknown?: boolean;
	/** Is told of each file that is judged or that such a file refers to. */
	readonly onRead?: (path: string) => void;
}

/** A file of a known kind, a file that could not be read, an unrecognized file, a file or folder that is left out, or a note at the end. */
export type OpenedFile =
	| ({ readonly path: string } & (
			| { readonly source: Source }
			| { readonly unread: UnreadInput }
			| { readonly isForeign: true }
			| { readonly leftOutBy: string }
	  ))
	| { readonly note: string };

export interface Source {
	readonly reader: Reader;
	readonly file: SourceFile;
}

/**
 * Opens files one after the other, folders recursively; `-` is standard input. An error in one file does not affect the
 * others.
 */
export async function* openSources(given: readonly string[], options: OpenOptions): AsyncGenerator<OpenedFile> {
	const paths = given.map(plainPath);
	const merging = mergingReader(options);
	const files = paths.filter((path) => path !== "-" && !isFolder(path));
	const folders = paths.filter((path) => path !== "-" && isFolder(path));
	const filter = await loadPathFilter(options.paths, folders.length > 0);
	const kept = files.filter((path) => filter.excludedBy(path, false) === null);
	const named = await namedGroups(kept, merging);
	const groupsOf = (found: readonly string[]) => folderGroups(merging, found);
	for (const [path, found] of listInputs(paths, named, groupsOf, filter, options)) {
		if (found instanceof BadInputError) yield { path, unread: toUnreadInput(found, path) };
		else if ("isForeign" in found) yield found;
		else if ("by" in found) yield { path, leftOutBy: found.by };
		else for await (const one of openGroup(found, merging, options)) if (!isPassedOver(one, found, filter)) yield one;
	}
	for (const note of filter.idlePatterns(folders)) yield { note };
}

/** What is written is read in a folder only because it may be a file to check, which is then not overwritten. */
const isPassedOver = (one: OpenedFile, { isNamed }: InputFile, filter: PathFilter): boolean =>
	("isForeign" in one && (filter.isOwn(one.path) || filter.isWritten(one.path))) ||
	("unread" in one && !isNamed && filter.isWritten(one.path));

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

/** At most one. */
async function* openFile({ path, isNamed, read }: InputFile, options: OpenOptions): AsyncGenerator<OpenedFile> {
	try {
		const source = await readSource(path, await read(), isNamed, options);
		if (source !== "passed over") yield source === "foreign" ? { path, isForeign: true } : { path, source };
	} catch (error) {
		if (!isNamed && error instanceof NotTextError && !mayBeSupported(path, error.rest, options.readers)) {
			yield { path, isForeign: true };
			return;
		}
		const unread = toUnreadInput(error, path);
		// What is to be read in another form is no mistake of whoever walks over a folder.
		const isOther = error instanceof TemplateError || error instanceof TerraformJsonError;
		yield { path, unread: !isNamed && isOther ? { ...unread, extent: "part" } : unread };
	}
}

async function readSource(
	path: string,
	text: string,
	isNamed: boolean,
	options: OpenOptions,
): Promise<Source | "foreign" | "passed over"> {
	const { as, readers } = options;
	const sourceWith = (reader: Reader, document: SourceDocument): Source => {
		options.onRead?.(path);
		const readRelative = (other: string) => readRelativeTo(path, other, options.onRead);
		const readAt = options.now().toISOString();
		return { reader, file: { path, text, document, readAt, readRelative, beside: besideOf(path, options) } };
	};
	const byName = readerByName(path, readers);
	const recognized = as ?? recognizeText(text, isNamed && !isDocumentPath(path), readers);
	const known = recognized ?? (isNamed ? byName : null);
	if (known === null && byName !== null) return "passed over";
	if (known?.source === "text") return sourceWith(known, noDocument);
	const document = await readDocument({ path, text, isNamed, isOfKnownKind: known !== null }, readers);
	if (document === "foreign") return document;
	const reader = known ?? recognizeDocument(document.value, readers);
	if (reader !== null) return sourceWith(reader, document);
	if (isTerraformJsonPath(path)) refuseTerraformJson(path, document);
	const { value } = document;
	await refuseSurroundingLog(path, text, { isExpected: isNamed, value }, readers);
	const isKnown = isTerraformJsonPath(path) || isOwnDocument(path, value) || isAssemblyDocument(value);
	if (!isNamed) return isKnown ? "passed over" : "foreign";
	throw unrecognized(path, readers);
}

const noDocument: SourceDocument = { value: null, at: () => ({ line: 1, column: 1 }) };
