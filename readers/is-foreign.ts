import { type ParseError, parse } from "jsonc-parser";
import { maxLevels } from "./document/at-place.ts";
import { measured } from "./document/json-measure.ts";
import { kindOf } from "./recognize.ts";

/** Keys that a file of ours has, wherever it was cut off. */
const ours =
	/^[^\S\n]*["']?(?:services|Resources|AWSTemplateFormatVersion|[cC]ontainerDefinitions|planned_values|rulePriority|Statement)["']?\s*:/m;

/** Kubernetes objects, templates of text (Helm, Jinja), streams of documents, tags of other tools. */
const othersYaml = /^(?:apiVersion|kind)\s*:|\{\{|\{%|^---[^\n]*\n[\s\S]*^---|\s!(?:!python\/)?[A-Za-z]/m;

/**
 * Whether a text that is no JSON or YAML of ours is plainly somebody else's, so that whoever walks over it need not stop:
 * settings as JSON with comments, Kubernetes manifests, Helm charts. What is merely broken may be ours.
 */
export function isForeign(text: string): boolean {
	if (/^\s*[{[]/.test(text) && !text.trimStart().startsWith("{{")) {
		if (measured(text).levels > maxLevels) return false;
		const errors: ParseError[] = [];
		const value: unknown = parse(text, errors, { allowTrailingComma: true });
		return errors.length === 0 && kindOf(value) === null;
	}
	return othersYaml.test(text) && !ours.test(text);
}
