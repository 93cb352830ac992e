import { BadInputError } from "../../core/errors.ts";
import { lineIndex } from "./line-index.ts";
import { looksLikeJson } from "./looks-like-json.ts";
import { problemAt } from "./problem.ts";

/** Why a text cannot be read: it is a template from which another program writes the file. */
export class TemplateError extends BadInputError {}

/**
 * A tag where YAML and JSON have none: at the beginning of a line, an item or a value, without quotes. `{{resolve:…}}` is a dynamic
 * reference of CloudFormation.
 */
const tagAtStart = /(?:^|[:,[{-][^\S\n])[^\S\n]*(?:-[^\S\n]+)?(\{\{(?!resolve:)|\{%|<%|%\{)/m;
/** `"cpu": ${cpu}` is one only in JSON: YAML takes it for a text. */
const valueInJson = /:[^\S\n]*(\$\{|%\{)/;

/** In quotes a tag is a text, such as one that Docker reads. */
const quoted = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\n]*'/g;

/** Characters in which tags are looked for: a template has one early, and expressions over a text of many MiB use up the stack. */
const maxSearched = 2 ** 20;

const languages: Readonly<Record<string, string>> = {
	"{{": "Go, Helm or Jinja",
	"{%": "Jinja",
	"<%": "ERB",
	"%{": "Terraform",
	"${": "Terraform or envsubst",
};

/** The offset of the first tag of a template in a text that could not be read, and the languages that have such tags; null when there is none. */
export function findTemplateTag(text: string): { readonly offset: number; readonly language: string } | null {
	const bare = text.slice(0, maxSearched).replace(quoted, (found) => found.replace(/./g, '"'));
	const found = tagAtStart.exec(bare) ?? (looksLikeJson(text) ? valueInJson.exec(bare) : null);
	if (found === null) return null;
	const [whole, tag = ""] = found;
	return { offset: found.index + whole.length - tag.length, language: languages[tag] ?? tag };
}

/** The error for a text that could not be read: when it is a template, where its first tag is, and what to do. */
export function explainTemplate(error: unknown, text: string, path: string): unknown {
	const tag = error instanceof BadInputError ? findTemplateTag(text) : null;
	if (tag === null) return error;
	const why = `a template (${tag.language}), which must be rendered first; check the rendered file`;
	return new TemplateError(problemAt(path, lineIndex(text)(tag.offset), why).message);
}
