import { type ParseError, parse } from "jsonc-parser";
import { measureJson } from "./document/json-measure.ts";
import { maxLevels } from "./document/problem.ts";
import type { Reader } from "./reader.ts";
import { recognizeDocument } from "./recognize.ts";

/** Kubernetes objects, text templates (Helm, Jinja), streams of documents, tags of other tools. */
const foreignYaml = /^(?:apiVersion|kind)\s*:|\{\{|\{%|^---[^\n]*\n[\s\S]*^---|\s!(?:!python\/)?[A-Za-z]/m;

/**
 * Whether a text that could not be parsed or recognized clearly belongs to another tool, so that a walk over a
 * folder can skip it: JSON with comments, Kubernetes manifests, Helm charts. A file that is only malformed may be one to check.
 */
export function isForeign(text: string, readers: readonly Reader[]): boolean {
	if (/^\s*[{[]/.test(text) && !text.trimStart().startsWith("{{")) {
		if (measureJson(text).levels > maxLevels) return false;
		const errors: ParseError[] = [];
		const value: unknown = parse(text, errors, { allowTrailingComma: true });
		return errors.length === 0 && recognizeDocument(value, readers) === null;
	}
	return foreignYaml.test(text) && !hasKeyOf(readers).test(text);
}

/** A key that identifies one of the kinds, even in a truncated file. */
function hasKeyOf(readers: readonly Reader[]): RegExp {
	const keys = readers.flatMap((reader) => (reader.source === "document" ? reader.keys : []));
	return new RegExp(`^[^\\S\\n]*["']?(?:${keys.join("|")})["']?\\s*:`, "m");
}
