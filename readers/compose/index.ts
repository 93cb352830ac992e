import { valueAt } from "../document/value-at.ts";
import type { DocumentReader, FileSubject, SourceFile } from "../reader.ts";
import { looksLikeCompose } from "./recognize.ts";

export default {
	kind: "compose",
	source: "document",
	title: "Compose files",
	fileNames: String.raw`([^/]*[._-])?compose([._-][^/]*)?\.ya?ml`,
	keys: ["services"],
	precedence: 70,
	recognizes: looksLikeCompose,
	load: async () => (await import("./read.ts")).readCompose,
	editable: { notation: "compose", inherits: extendsAnother },
} satisfies DocumentReader;

function extendsAnother({ facts }: FileSubject, { document }: SourceFile): boolean {
	return (
		facts.kind === "task-definition" && valueAt(document.value, ["services", facts.family, "extends"]) !== undefined
	);
}
