import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { readDocument } from "../../readers/document/document.ts";
import type { FileReading, SourceFile } from "../../readers/reader.ts";
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
export function positionIn({ subjects }: FileReading, family: string, field: string): string {
	const subject = subjects.find(({ facts }) => facts.kind === "task-definition" && facts.family === family);
	const { line, column } = subject?.positionOf(field, family) ?? { line: 0, column: 0 };
	return `${line}:${column}`;
}
