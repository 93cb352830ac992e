import {
	type Document,
	isAlias,
	isMap,
	isScalar,
	isSeq,
	LineCounter,
	parseDocument,
	visit,
	type YAMLError,
} from "yaml";
import { BadInputError } from "../../core/errors.ts";
import { cut, oneLine } from "../../core/text.ts";

/** A file as plain data, and where each part of it stands. */
export interface YamlDocument {
	readonly value: unknown;
	/** Line and column of what is at a path, or of its nearest ancestor that is written; both count from 1. */
	readonly at: (path: readonly PropertyKey[], part: "key" | "value") => Position;
	/** What is written there, on one line, for a message. */
	readonly shown: (path: readonly PropertyKey[]) => string;
}

export interface Position {
	readonly line: number;
	readonly column: number;
}

const mostCharacters = 1024 * 1024;

/**
 * Reads one YAML 1.2 (or JSON) document: no other version, no aliases, no custom tags, no key twice.
 * Throws BadInputError, `file:line:column: what is wrong; what to write`.
 */
export function parseYaml(text: string, file: string): YamlDocument {
	if (text.length > mostCharacters) throw new BadInputError(`${file}: longer than 1 MiB; write a shorter file`);
	const lines = new LineCounter();
	const document = parseDocument(text, {
		version: "1.2",
		uniqueKeys: true,
		lineCounter: lines,
		prettyErrors: false,
		logLevel: "error",
	});
	const [first] = [...document.errors, ...document.warnings];
	if (first !== undefined) throw problem(file, lines.linePos(first.pos[0]), syntaxText(first));
	if (document.directives?.yaml.version !== "1.2") {
		throw problem(file, { line: 1, col: 1 }, "not YAML 1.2; take the %YAML line out");
	}
	return {
		value: dataOf(document, file, lines),
		at: (path, part) => {
			const { line, col } = lines.linePos(offsetOf(document, path, part));
			return { line, column: col };
		},
		shown: (path) => {
			const node = nodeAt(document, path);
			const source = node?.range ? oneLine(cut(text.slice(node.range[0], node.range[1]), 60)) : "";
			return source === "" ? "empty" : source;
		},
	};
}

function dataOf(document: Document.Parsed, file: string, lines: LineCounter): unknown {
	try {
		visit(document, {
			Alias: (_, alias) => {
				const where = lines.linePos(alias.range?.[0] ?? 0);
				throw problem(file, where, `*${oneLine(cut(alias.source, 40))} is an alias; write the value out`);
			},
		});
		return document.toJS();
	} catch (error) {
		if (error instanceof RangeError) throw problem(file, { line: 1, col: 1 }, tooDeep);
		throw error;
	}
}

const tooDeep = "nested too deeply; write fewer levels";

const problem = (file: string, { line, col }: { line: number; col: number }, text: string): BadInputError =>
	new BadInputError(`${file}:${line}:${col}: ${text}`);

function syntaxText({ code, message }: YAMLError): string {
	if (code === "DUPLICATE_KEY") return "this key is there twice; write it once";
	if (code === "MULTIPLE_DOCS") return "a second document begins; write one only";
	if (code === "TAG_RESOLVE_FAILED") return `${oneLine(message)}; write the value without a tag`;
	if (message.includes("call stack")) return tooDeep;
	return `not YAML: ${oneLine(cut(message, 200))}; write it as YAML 1.2`;
}

type Ranged = { readonly range?: readonly [number, number, number] | null };

function nodeAt(document: Document, path: readonly PropertyKey[]): Ranged | null {
	const node = path.length === 0 ? document.contents : document.getIn(path, true);
	return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node : null;
}

function offsetOf(document: Document, path: readonly PropertyKey[], part: "key" | "value"): number {
	const key = part === "key" ? keyAt(document, path) : null;
	const node = key ?? nodeAt(document, path);
	if (node?.range) return node.range[0];
	return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1), "key");
}

function keyAt(document: Document, path: readonly PropertyKey[]): Ranged | null {
	const parent = path.length === 0 ? null : nodeAt(document, path.slice(0, -1));
	if (!isMap(parent)) return null;
	const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1));
	return isScalar(pair?.key) ? pair.key : null;
}
