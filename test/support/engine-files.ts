import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { readDocument } from "../../readers/document/document.ts";
import type { Location } from "../../readers/document/source-document.ts";
import type { FileReading } from "../../readers/reader.ts";
import type { MergedFile, SourceFile } from "../../readers/source-file.ts";
import { readAt } from "./builders.ts";

/** A Compose file or a script with this text, and other files by their paths. */
export const aSourceFile = (
	text: string,
	others: Readonly<Record<string, string>> = {},
	document: SourceFile["document"] = readDocument(text, "compose.yaml"),
): SourceFile => ({
	path: "compose.yaml",
	text,
	document,
	readAt,
	readRelative: (path) => {
		const other = Object.hasOwn(others, path) ? others[path] : undefined;
		return other === undefined ? { missing: "there is no such file" } : { text: other };
	},
});

/** Compose files that are merged, `0.yaml` first; null is one that is missing. `others`: files beside the first one, by their paths. */
export function mergedFile(
	texts: readonly (string | null)[],
	others: Readonly<Record<string, string>> = {},
	paths: readonly string[] = texts.map((_, index) => `${index}.yaml`),
): SourceFile {
	const files = texts.map((text, index): MergedFile => {
		const path = paths[index] ?? "";
		return text === null ? { path, missing: "no such file" } : { path, text, document: readDocument(text, path) };
	});
	const at = files.findIndex((one) => "document" in one);
	const first = files[at];
	if (first === undefined || !("document" in first)) throw new Error("no file");
	return { ...aSourceFile("", others), ...first, merged: { below: files.slice(0, at), above: files.slice(at + 1) } };
}

/** The task definitions of a file by their families. */
export function tasksIn({ subjects }: FileReading): Readonly<Record<string, TaskDefinitionFacts>> {
	return Object.fromEntries(
		subjects.flatMap(({ facts }) => (facts.kind === "task-definition" ? [[facts.family, facts] as const] : [])),
	);
}

/** The only container of a family. */
export function containerIn(reading: FileReading, family: string): ContainerFacts {
	const containers = tasksIn(reading)[family]?.containers;
	const [container] = Array.isArray(containers) ? containers : [];
	if (container === undefined) throw new Error(`no container ${family}`);
	return container;
}

/** The words that the only container of a family starts with. */
export function startWordsIn({ subjects }: FileReading, family: string) {
	const subject = subjects.find(({ facts }) => facts.kind === "task-definition" && facts.family === family);
	const [words] = subject?.startWords?.() ?? [];
	if (words === undefined) throw new Error(`no start words of ${family}`);
	return words;
}

/** `line:column` of a field of a family. */
export function positionIn(reading: FileReading, family: string, field: string): string {
	const { line, column } = locationIn(reading, family, field);
	return `${line}:${column}`;
}

/** `file:line:column` of a field of a family of merged files. */
export function placeIn(reading: FileReading, family: string, field: string): string {
	const { file, line, column } = locationIn(reading, family, field);
	return `${file}:${line}:${column}`;
}

function locationIn({ subjects }: FileReading, family: string, field: string): Location {
	const subject = subjects.find(({ facts }) => facts.kind === "task-definition" && facts.family === family);
	return subject?.positionOf(field, family) ?? { line: 0, column: 0 };
}
