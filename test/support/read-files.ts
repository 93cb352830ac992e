import type { RepositoryFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { readDocument } from "../../readers/document/document.ts";
import { readers } from "../../readers/index.ts";
import type { FileReading, FileSubject, Reader } from "../../readers/reader.ts";
import type { SourceFile } from "../../readers/source-file.ts";
import { readAt } from "./builders.ts";

/** A file as its reader gets it. */
export const aFile = (content: unknown, path = "app.json"): SourceFile => {
	const text = typeof content === "string" ? content : JSON.stringify(content, null, "\t");
	return { path, text, document: readDocument(text, path), readAt, readRelative: () => ({ missing: "no such file" }) };
};

/** The reader of a kind. */
export function readerFor(kind: string): Reader {
	const reader = readers.find((one) => one.kind === kind);
	if (reader === undefined) throw new Error(`no reader ${kind}`);
	return reader;
}

/** The one subject of a reading. */
export function onlySubject({ subjects }: FileReading): FileSubject {
	const [subject, ...others] = subjects;
	if (subject === undefined || others.length > 0) throw new Error(`${subjects.length} subjects`);
	return subject;
}

export function asTaskDefinition({ facts }: FileSubject): TaskDefinitionFacts {
	if (facts.kind !== "task-definition") throw new Error(`a ${facts.kind}`);
	return facts;
}

export function asRepository({ facts }: FileSubject): RepositoryFacts {
	if (facts.kind !== "repository") throw new Error(`a ${facts.kind}`);
	return facts;
}
