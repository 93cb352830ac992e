import { fieldsIn } from "../../core/json.ts";
import { memberOf } from "../document/value-at.ts";
import type { DocumentReader, FileSubject } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import { merging } from "./merging.ts";
import { looksLikeCompose } from "./recognize.ts";
import { untagged } from "./tags.ts";

export default {
	kind: "compose",
	source: "document",
	title: "Compose files",
	fileNames: String.raw`([^/]*[._-])?compose([._-][^/]*)?\.ya?ml`,
	keys: ["services"],
	precedence: 70,
	recognizes: looksLikeCompose,
	merging,
	load: async () => (await import("./read.ts")).readCompose,
	editable: {
		notation: "compose",
		inherits: (subject, file) => extendsAnother(subject, file) || usesAnchor(subject, file),
	},
} satisfies DocumentReader;

function extendsAnother({ facts }: FileSubject, { document }: SourceFile): boolean {
	if (facts.kind !== "task-definition") return false;
	const service = memberOf(untagged(memberOf(document.value, "services")), facts.family);
	return untagged(memberOf(untagged(service), "extends") ?? null) !== null;
}

/** An anchor is written before what refers to it, so the keys that a service gets from one have a position before its own. */
function usesAnchor({ facts }: FileSubject, { document }: SourceFile): boolean {
	if (facts.kind !== "task-definition") return false;
	const path = ["services", facts.family];
	const start = document.at(path, "key");
	return Object.keys(fieldsIn(memberOf(memberOf(document.value, "services"), facts.family))).some((key) => {
		const { line, column } = document.at([...path, key], "key");
		return line < start.line || (line === start.line && column < start.column);
	});
}
