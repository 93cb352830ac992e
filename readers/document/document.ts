import { readJson } from "./json-document.ts";
import { looksLikeJson } from "./looks-like-json.ts";
import type { SourceDocument } from "./source-document.ts";
import { explainTemplate } from "./template-tag.ts";
import { readYaml } from "./yaml-template.ts";

/**
 * Reads the text of a file as JSON when it starts with a brace or a bracket, otherwise as YAML. Throws BadInputError,
 * `path:line:column: what is wrong; what to write`, also for a text that is too long: JSON above 16 MiB, YAML above 1 MiB.
 */
export function readDocument(text: string, path: string): SourceDocument {
	const bare = text.startsWith("\ufeff") ? text.slice(1) : text;
	try {
		return looksLikeJson(bare) ? readJson(bare, path) : readYaml(bare, path);
	} catch (error) {
		throw explainTemplate(error, bare, path);
	}
}
