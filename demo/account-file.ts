import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from "yaml";
import type * as z from "zod";
import { BadInputError } from "../core/errors.ts";
import { cut, oneLine } from "../core/text.ts";
import { type Account, accountSchema } from "./account-schema.ts";

const mostProblems = 20;
/** Uses of what is written once and meant everywhere, such as a lifecycle policy. */
const mostAliases = 10_000;

/** Reads an account description, JSON or YAML. Throws BadInputError: `file:line:column: path: what to write`, a line for each fault. */
export function readAccount(file: string): Account {
	return parseAccount(textOf(file), file);
}

/** The same for a text; the file is only named in errors. */
export function parseAccount(text: string, file: string): Account {
	const lines = new LineCounter();
	const document = parseDocument(text, { version: "1.2", lineCounter: lines, prettyErrors: false });
	const [broken] = document.errors;
	if (broken !== undefined) {
		const { line, col } = lines.linePos(broken.pos[0]);
		throw new BadInputError(`${file}:${line}:${col}: ${oneLine(cut(broken.message, 200))}`);
	}
	const given: unknown = document.toJS({ maxAliasCount: mostAliases });
	const checked = accountSchema.safeParse(given);
	if (checked.success) return checked.data;
	const problems = checked.error.issues.flatMap((issue) => problemsOf(issue, given));
	const shown = problems.slice(0, mostProblems).map(({ path, text: problem }) => {
		const { line, col } = lines.linePos(offsetOf(document.contents, path));
		return `${file}:${line}:${col}: ${path.length === 0 ? "the description" : pathText(path)}: ${problem}`;
	});
	const more = problems.length > mostProblems ? [`${file}: and ${problems.length - mostProblems} more`] : [];
	throw new BadInputError([...shown, ...more].join("\n"));
}

interface Problem {
	readonly path: readonly PropertyKey[];
	readonly text: string;
}

function problemsOf(issue: z.core.$ZodIssue, given: unknown): Problem[] {
	if (issue.code === "unrecognized_keys") {
		return issue.keys.map((key) => ({ path: [...issue.path, key], text: "unknown key; take it out" }));
	}
	const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], given);
	const is = found === undefined ? "missing" : cut(oneLine(JSON.stringify(found) ?? ""), 60);
	return [{ path: issue.path, text: `is ${is}; write ${issue.message}` }];
}

/** `repositories[2].images[0].digest` */
function pathText(path: readonly PropertyKey[]): string {
	return path
		.map((key, at) => (typeof key === "number" ? `[${key}]` : `${at === 0 ? "" : "."}${String(key)}`))
		.join("");
}

/** Where the value at a path stands, or its nearest ancestor that is written. */
function offsetOf(node: ParsedNode | null, path: readonly PropertyKey[]): number {
	const [key, ...rest] = path;
	if (node === null || key === undefined) return node?.range[0] ?? 0;
	if (isSeq<ParsedNode>(node)) {
		const item = node.items[Number(key)];
		return item === undefined ? node.range[0] : offsetOf(item, rest);
	}
	if (isMap<ParsedNode, ParsedNode | null>(node)) {
		const pair = node.items.find((candidate) => isScalar(candidate.key) && String(candidate.key.value) === key);
		if (pair === undefined) return node.range[0];
		return rest.length === 0 ? pair.key.range[0] : offsetOf(pair.value, rest);
	}
	return node.range[0];
}

function textOf(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		const { code = "unreadable" } = error as NodeJS.ErrnoException;
		throw new BadInputError(`${file}: cannot be read (${code}); name a readable file`, { cause: error });
	}
}
