import {
	type Document,
	isAlias,
	isMap,
	isScalar,
	isSeq,
	type Node,
	parseDocument,
	type Scalar,
	type Tags,
	type YAMLMap,
} from "yaml";
import { BadInputError } from "../../core/errors.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { lineIndex } from "./line-index.ts";
import { maxLevels, problemAt, tooDeep } from "./problem.ts";
import type { Position } from "./source-document.ts";
import { yamlFault } from "./yaml-errors.ts";

/** A YAML text as nodes with positions. */
export interface YamlNodes {
	readonly document: Document.Parsed;
	readonly root: Node | null;
	readonly positionOf: (offset: number) => Position;
	/** An error at the position of a node. */
	readonly refusal: (node: Node | null | undefined, text: string) => BadInputError;
}

/** The maximum size of a text. Its parts are lines, keys and items: the parser uses more than a kilobyte for each. */
export interface YamlLimits {
	readonly mebibytes: number;
	readonly parts: number;
}

/** A real template of 1 MiB has fewer parts. */
const templateLimits: YamlLimits = { mebibytes: 1, parts: 100_000 };
const part = /[[{,\n]|[-?:](?=\s)/g;

/**
 * Parses one YAML 1.2 document; other versions are refused. Tags that are not part of YAML are left to the caller when `tags` is
 * "any". Throws BadInputError, `file:line:column: what is wrong; what to write`.
 */
export function parseNodes(text: string, file: string, tags: "none" | "any", limits = templateLimits): YamlNodes {
	const { mebibytes, parts } = limits;
	if (text.length > mebibytes * 1024 * 1024) {
		throw new BadInputError(`${file}: longer than ${mebibytes} MiB; write a shorter file`);
	}
	if (hasMoreParts(text, parts)) {
		throw new BadInputError(`${file}: more than ${parts} keys, items and lines; write fewer`);
	}
	const positionOf = lineIndex(text);
	const document = parseDocument(text, {
		version: "1.2",
		// The parser compares each pair of keys: a minute for a long mapping. checkNodes finds duplicates in linear time.
		uniqueKeys: false,
		customTags: (known) => (tags === "any" ? [...known, ...shortTagsIn(text)] : known),
		prettyErrors: false,
		logLevel: "error",
	});
	const warnings = document.warnings.filter(({ code }) => tags === "none" || code !== "TAG_RESOLVE_FAILED");
	const [first] = [...document.errors, ...warnings];
	if (first !== undefined) throw problemAt(file, positionOf(first.pos[0]), yamlFault(first));
	if (document.directives?.yaml.version !== "1.2") {
		throw problemAt(file, { line: 1, column: 1 }, "not YAML 1.2; remove the %YAML line");
	}
	const refusal = (node: Node | null | undefined, why: string): BadInputError =>
		problemAt(file, positionOf(node?.range?.[0] ?? 0), why);
	checkNodes(document.contents, refusal, 0);
	return { document, root: document.contents, positionOf, refusal };
}

function hasMoreParts(text: string, most: number): boolean {
	let parts = 0;
	for (const _ of text.matchAll(part)) if (++parts > most) return true;
	return false;
}

/** Declares the tags that are used, because a warning costs the parser more than a node. */
function shortTagsIn(text: string): Tags {
	const found = new Set(text.match(/![A-Z][A-Za-z0-9]*/g));
	return [...found].slice(0, 100).flatMap((tag) => [
		{ tag, resolve: (written: string) => written },
		{ tag, collection: "map" as const },
		{ tag, collection: "seq" as const },
	]);
}

/** Checks that keys are strings, none is duplicated, and nesting is limited. */
function checkNodes(node: unknown, refusal: YamlNodes["refusal"], level: number): void {
	if (!isMap<Node>(node) && !isSeq<Node>(node)) return;
	if (level > maxLevels) throw refusal(node, tooDeep);
	if (isSeq<Node>(node)) {
		for (const item of node.items) checkNodes(item, refusal, level + 1);
		return;
	}
	const written = new Set<string>();
	for (const { key, value } of node.items) {
		const name = keyOf(key);
		if (name === null)
			throw refusal(isSeq(key) || isMap(key) || isAlias(key) ? key : node, "a key is not a string; write a string");
		if (written.has(name)) {
			throw refusal(key, `the key "${toSingleLine(truncate(name, 60))}" appears twice; write it once`);
		}
		written.add(name);
		checkNodes(value, refusal, level + 1);
	}
}

/** A key as written: `012345678901` keeps its leading zero, which a number would not. */
export function keyOf(key: unknown): string | null {
	if (!isScalar(key)) return null;
	return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

/** The pair of a mapping that a step of a path names. */
export function pairAt(map: YAMLMap, step: PropertyKey): { readonly key: Scalar; readonly value: unknown } | null {
	for (const { key, value } of map.items) {
		if (isScalar(key) && keyOf(key) === step) return { key, value };
	}
	return null;
}
