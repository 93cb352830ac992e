import { type ParseError, parse } from "jsonc-parser";
import { measureJson } from "./json-measure.ts";
import { looksLikeJson } from "./looks-like-json.ts";
import { maxLevels } from "./problem.ts";

/** What could be made of a text that is not valid as one document. */
export interface LenientDocuments {
	readonly values: readonly unknown[];
	/** Whether nothing is wrong but what other tools allow: comments, tags of their own, several documents. */
	readonly isWhole: boolean;
}

/** Longer texts are not parsed again. */
const maxCharacters = 1024 * 1024;

/** Reads what it can of a text in JSON with comments or YAML with any tags, in order to recognize it. Null when that is nothing. Never throws. */
export async function parseLeniently(text: string): Promise<LenientDocuments | null> {
	if (text.length > maxCharacters) return null;
	if (!looksLikeJson(text)) return parseYamlLeniently(text);
	if (measureJson(text).levels > maxLevels) return null;
	const errors: ParseError[] = [];
	const value: unknown = parse(text, errors, { allowTrailingComma: true });
	if (errors.length === 0) return { values: [value], isWhole: true };
	// The last item of a list may be cut off.
	return { values: [value, ...(Array.isArray(value) ? [value.slice(0, -1)] : [])], isWhole: false };
}

async function parseYamlLeniently(text: string): Promise<LenientDocuments | null> {
	const { parseAllDocuments } = await import("yaml");
	try {
		const documents = [...parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: "silent" })];
		return {
			values: documents.map((document): unknown => document.toJS({ maxAliasCount: 10 })),
			isWhole: documents.every(({ errors }) => errors.length === 0),
		};
	} catch {
		// Aliases of what does not exist, or of too much; too many levels.
		return null;
	}
}
