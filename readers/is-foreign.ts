import { parseLeniently } from "./document/parse-leniently.ts";
import { findTemplateTag } from "./document/template-tag.ts";
import type { Reader } from "./reader.ts";
import { recognizeDocument } from "./recognize.ts";

/**
 * Whether a text that could not be read does not look like one of a supported kind, so that a walk over a folder can pass it over: settings
 * with comments, manifests and charts of Kubernetes, configuration that is neither JSON nor YAML. What is left of a malformed file that
 * has a key of a kind, or a name that only one kind has, may be one to check.
 */
export async function isForeign(path: string, text: string, readers: readonly Reader[]): Promise<boolean> {
	if (findTemplateTag(text) !== null) return !mayBeSupported(path, text, readers);
	const found = await parseLeniently(text);
	if (found?.values.some((value) => recognizeDocument(value, readers) !== null)) return false;
	return found?.isWhole === true || !mayBeSupported(path, text, readers);
}

/** Whether a text, however broken, has a key that identifies one of the kinds, or its path is one that only such files have. */
export const mayBeSupported = (path: string, text: string, readers: readonly Reader[]): boolean =>
	keyOf(readers).test(text) || nameOf(readers).test(path);

/** At the beginning of a line, or after what may stand before a key in JSON. */
function keyOf(readers: readonly Reader[]): RegExp {
	const keys = readers.flatMap((reader) => (reader.source === "document" ? reader.keys : []));
	return new RegExp(`(?:^[^\\S\\n]*["']?|[{,]\\s*")(?:${keys.join("|")})["']?\\s*:`, "m");
}

function nameOf(readers: readonly Reader[]): RegExp {
	const names = readers.flatMap(({ fileNames = [] }) => fileNames);
	return new RegExp(`(?:^|[\\\\/])(?:${names.join("|")})$`);
}
