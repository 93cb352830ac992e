import { type Document, isAlias, isMap, isNode, type Node, visit } from "yaml";
import { toSingleLine, truncate } from "../../core/text.ts";
import type { Position } from "./source-document.ts";
import { pairAt, parseNodes, type YamlLimits, type YamlNodes } from "./yaml-nodes.ts";

/** A file as plain data, with the position of each part. */
export interface YamlDocument {
	readonly value: unknown;
	/** The position of the key or the value at a path, or of its nearest written ancestor. */
	readonly at: (path: readonly PropertyKey[], part: "key" | "value") => Position;
	/** The source text at a path, on one line, for a message. */
	readonly excerpt: (path: readonly PropertyKey[]) => string;
}

/**
 * Reads one YAML 1.2 (or JSON) document: no other version, no aliases, no custom tags, no duplicate keys.
 * Throws BadInputError, `file:line:column: what is wrong; what to write`.
 */
export function parseYaml(text: string, file: string, limits?: YamlLimits): YamlDocument {
	const nodes = parseNodes(text, file, "none", limits);
	refuseAliases(nodes);
	const { document } = nodes;
	return {
		value: document.toJS(),
		at: (path, part) => nodes.positionOf(offsetOf(document, path, part)),
		excerpt: (path) => {
			const node = nodeAt(document, path);
			const source = node?.range ? toSingleLine(truncate(text.slice(node.range[0], node.range[1]), 60)) : "";
			return source === "" ? "empty" : source;
		},
	};
}

function refuseAliases({ document, refusal }: YamlNodes): void {
	visit(document, {
		Alias: (_, alias) => {
			throw refusal(alias, `*${toSingleLine(truncate(alias.source, 40))} is an alias; write the value out`);
		},
	});
}

function nodeAt(document: Document, path: readonly PropertyKey[]): Node | null {
	const node = path.length === 0 ? document.contents : document.getIn(path, true);
	return isNode(node) && !isAlias(node) ? node : null;
}

function offsetOf(document: Document, path: readonly PropertyKey[], part: "key" | "value"): number {
	const key = part === "key" ? keyAt(document, path) : null;
	const node = key ?? nodeAt(document, path);
	if (node?.range) return node.range[0];
	return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1), "key");
}

function keyAt(document: Document, path: readonly PropertyKey[]): Node | null {
	const [step] = path.slice(-1);
	const parent = step === undefined ? null : nodeAt(document, path.slice(0, -1));
	return isMap(parent) && step !== undefined ? (pairAt(parent, step)?.key ?? null) : null;
}
