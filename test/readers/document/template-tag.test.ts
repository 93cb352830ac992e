import { expect, test } from "@jest/globals";
import { readDocument } from "../../../readers/document/document.ts";
import { loadDocument } from "../../../readers/document/load-document.ts";
import { TemplateError } from "../../../readers/document/template-tag.ts";

const refusal = (at: string, language: string): string =>
	`x:${at}: a template (${language}), which must be rendered first; check the rendered file`;
const go = "Go, Helm or Jinja";

test.each([
	["a value of Helm", "services:\n  web:\n    image: {{ .Values.image }}\n", "3:12", go],
	["a value of Go among text", "Resources:\n  A:\n    Type: {{.Type}}-x\n", "3:11", go],
	["a line of Go", "{{- if .Values.on }}\nResources: {}\n{{- end }}\nb: 1: 2\n", "1:1", go],
	["an item", "Resources:\n  - {{ include x }}: [\n", "2:5", go],
	["a block of Jinja", "a: 1\n{% for x in y %}\n- b\n{% endfor %}\n", "2:1", "Jinja"],
	["ERB", "services:\n  <% for x in y %>\n  web: {}\n\tend: 1\n", "2:3", "ERB"],
	["a block of Terraform", '{"a": [\n  %{ for x in y }\n  1\n  %{ endfor }\n]}', "2:3", "Terraform"],
	["a number of Terraform", '{"family": "x",\n "cpu": ${cpu}}', "2:9", "Terraform or envsubst"],
	["a number of Go", '{"family": "x", "cpu": {{ .Cpu }}}', "1:24", go],
])("a template is named where its first tag is: %s", async (_, text, at, language) => {
	await expect(loadDocument(text, "x")).rejects.toThrow(new TemplateError(refusal(at, language)));
	expect(() => readDocument(text, "x")).toThrow(new TemplateError(refusal(at, language)));
});

test.each([
	["a dynamic reference", "a: {{resolve:ssm:x}}\nb: [\n"],
	["tags in quotes", 'logging: {options: {tag: "{{.Name}}"}}\na: [\n'],
	["tags in a comment", "# {{ if x }}\na: b: c\n"],
	["a GitHub expression", "a: ${{ github.sha }}\nb: c: d\n"],
	["a variable in YAML", "a: ${X}\nb: c: d\n"],
	["a variable in a string of JSON", '{"a": "${X}", b: 1}'],
	["a variable behind a colon in a string of JSON", '{"a": "b \\": ${X}", "c": "d: {{ e }}", }'],
	["tags behind a colon in quotes", "a: 'b: {{ c }}'\nd: \"e, {{ f }}\"\ng: [\n"],
	["nothing of this kind", "a: ["],
])("an error of another text is left: %s", async (_, text) => {
	await expect(loadDocument(text, "x")).rejects.not.toThrow(TemplateError);
	await expect(loadDocument(text, "x")).rejects.not.toThrow(/rendered/);
});

test.each([
	["in quotes", 'a: "{{ x }}"\n'],
	["in a block", "a: |\n  {{ x }}\n  {% y %}\n"],
	["inside a text", "image: repo/{{ x }}\n"],
])("what is valid as it is stays valid: %s", async (_, text) => {
	await expect(loadDocument(text, "x")).resolves.toBeDefined();
});
