import { BadInputError } from "../core/errors.ts";
import { isFields } from "../core/json.ts";
import { readJson } from "../readers/document/json-document.ts";
import { loadDocument } from "../readers/document/load-document.ts";
import { beginsLikeJson } from "../readers/document/looks-like-json.ts";
import { problemAt } from "../readers/document/problem.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";
import { isForeign, mayBeSupported } from "../readers/is-foreign.ts";
import type { Reader } from "../readers/reader.ts";
import { recognizeDocument } from "../readers/recognize.ts";
import { kindsOf } from "./kinds.ts";

interface FileText {
	readonly path: string;
	readonly text: string;
	/** Whether the user named the file. */
	readonly isNamed: boolean;
	/** Whether its kind was given, so that nothing has to be recognized. */
	readonly isOfKnownKind: boolean;
}

/**
 * The document in a file; "foreign" for a file of a folder that is none and does not look like one of a supported kind. Throws BadInputError:
 * what is wrong with a document, or that a file which the user named is not recognized, such as a script or a makefile.
 */
export async function readDocument(
	{ path, text, isNamed, isOfKnownKind }: FileText,
	readers: readonly Reader[],
): Promise<SourceDocument | "foreign"> {
	const isExpected = isNamed || isOfKnownKind;
	try {
		const document = await loadDocument(text, path);
		// YAML takes almost any text for a string, so what is wrong with JSON would not be said.
		const isBroken = isExpected && !isFields(document.value) && !Array.isArray(document.value);
		return isBroken && /\.json$/i.test(path) ? readJson(text, path) : document;
	} catch (error) {
		await refuseSurroundingLog(path, text, { isExpected }, readers);
		if (isOfKnownKind || (isNamed && isDocument(path, text))) throw error;
		if (!isNamed && (await isForeign(path, text, readers))) return "foreign";
		throw isNamed && !mayBeSupported(path, text, readers) ? unrecognized(path, readers) : error;
	}
}

/** By its name, or because it begins like an object or an array of JSON. */
const isDocument = (path: string, text: string): boolean => /\.(?:json|ya?ml)$/i.test(path) || beginsLikeJson(text);

export const unrecognized = (path: string, readers: readonly Reader[]): BadInputError =>
	new BadInputError(`${path}: unrecognized file; give its kind with --as: ${kindsOf(readers).join(", ")}`);

/**
 * Throws for a document that a program's log surrounds; if it is not expected, only for one of a supported kind. `value`: what was read from the
 * text as a whole; undefined when nothing was. A mapping of a file that is not expected may have such a document as the value of a key.
 */
export async function refuseSurroundingLog(
	path: string,
	text: string,
	{ isExpected, value }: { readonly isExpected: boolean; readonly value?: unknown },
	readers: readonly Reader[],
): Promise<void> {
	const { findSurroundingLog } = await import("../readers/surrounding-log.ts");
	const log = findSurroundingLog(text);
	if (log === null || (log.isOnSameLine && isFields(value) && !isExpected)) return;
	const isEnough = isExpected && !log.isOnSameLine && !isFields(value);
	if (isEnough || recognizeDocument(log.value, readers) !== null) throw problemAt(path, log.at, log.why);
}
