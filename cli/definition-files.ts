import { statSync } from "node:fs";
import { BadInputError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { readers } from "../readers/index.ts";
import type { FileSubject } from "../readers/reader.ts";
import { readerOf } from "./kinds.ts";
import { openSources } from "./sources.ts";
import type { Terminal } from "./terminal.ts";

/** A task definition in a file. `given`: the path, or `path#family` if the file has several. */
export interface FileDefinition extends Pick<FileSubject, "positionOf"> {
	readonly given: string;
	readonly path: string;
	readonly facts: TaskDefinitionFacts;
}

/** Whether a text names a file, as opposed to a task definition in ECS, whose families contain neither dots nor slashes. */
export const isDefinitionFile = (text: string): boolean =>
	text === "-" || isFile(text) || (/[./\\]/.test(text) && !text.startsWith("arn:"));

function isFile(path: string): boolean {
	try {
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

/** The task definitions of a file, in any form in which `check` reads them. Throws BadInputError. */
export async function definitionsIn(
	named: string,
	{ input }: Pick<Terminal, "input">,
): Promise<readonly FileDefinition[]> {
	const options = { as: readerOf("task-definition"), readers, input, now: () => new Date() };
	const found: FileDefinition[] = [];
	for await (const opened of openSources([named], options)) {
		if ("unread" in opened) throw new BadInputError(problemIn(opened.unread));
		if (!("source" in opened)) continue;
		const { reader, file } = opened.source;
		for (const { facts, positionOf } of (await reader.load())(file).subjects)
			if (facts.kind === "task-definition") found.push({ given: facts.arn, path: opened.path, facts, positionOf });
	}
	if (found.length > 0) return found;
	throw new BadInputError(`${named}: there is no task definition that could be deployed; write one in the file`);
}

function problemIn({ path, at, text }: { path: string; at: { line: number; column: number } | null; text: string }) {
	return at === null ? `${path}: ${text}` : `${path}:${at.line}:${at.column}: ${text}`;
}
