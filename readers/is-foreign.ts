import { type ParseError, parse } from "jsonc-parser";
import { measureJson } from "./document/json-measure.ts";
import { maxLevels } from "./document/problem.ts";
import type { Reader } from "./reader.ts";
import { recognizeDocument } from "./recognize.ts";

/** Kubernetes objects, templates of text (Helm, Jinja), streams of documents, tags of other tools. */
const foreignYaml = /^(?:apiVersion|kind)\s*:|\{\{|\{%|^---[^\n]*\n[\s\S]*^---|\s!(?:!python\/)?[A-Za-z]/m;

/**
 * Whether a text that is not JSON or YAML of a kind that can be checked plainly belongs to another tool, so that a walk over a
 * folder need not stop at it: settings as JSON with comments, Kubernetes manifests, Helm charts. What is merely broken may be ours.
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

/** A key that a file of one of the kinds has, wherever the file was cut off. */
function hasKeyOf(readers: readonly Reader[]): RegExp {
	const keys = readers.flatMap((reader) => (reader.source === "document" ? reader.keys : []));
	return new RegExp(`^[^\\S\\n]*["']?(?:${keys.join("|")})["']?\\s*:`, "m");
}
