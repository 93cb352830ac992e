import {
	type Document,
	isAlias,
	isMap,
	isNode,
	isScalar,
	isSeq,
	type Pair,
	parseDocument,
	type YAMLMap,
	type YAMLSeq,
} from "yaml";
import { type Edit, NotEditableError, type Plain, wrapped } from "./edit.ts";
import { type Splice, spliced } from "./splice.ts";
import { asBlock, asFlow } from "./yaml-text.ts";

/**
 * Changes a YAML text and leaves everything else of it as it is: comments, quotes, order, anchors, line ends.
 * Throws NotEditableError where a part is written in another place (an alias) or is no mapping or list.
 */
export function editYaml(text: string, edits: readonly Edit[]): string {
	return spliced(text, edits, (now) => {
		const document = parseDocument(now, { version: "1.2", logLevel: "error", uniqueKeys: false });
		if (document.errors.length > 0) throw new NotEditableError("the file is no YAML");
		const eol = now.includes("\r\n") ? "\r\n" : "\n";
		return (edit) => {
			const splice = spliceFor(document, now, edit);
			return { ...splice, text: splice.text.replaceAll("\n", eol) };
		};
	});
}

function spliceFor(document: Document, text: string, edit: Edit): Splice {
	const { node, rest, pair, isInFlow } = deepest(document, edit.path);
	if (isAlias(node)) throw new NotEditableError("it is written at an anchor, which others may use too");
	refuseTag(node);
	if (pair !== null && isEmpty(node)) {
		refuseMarks(node);
		const value = wrapped(rest, edit);
		return isInFlow ? filledInFlow(pair, text, value) : filled(pair, text, value);
	}
	if (rest.length === 0) {
		if (edit.kind === "set") return replaced(node, edit.value);
		if (isSeq(node)) return appended(node, text, edit.value);
		throw new NotEditableError("a list belongs there: write it in brackets or with one item on each line");
	}
	const [key, ...below] = rest;
	if (!isMap(node) || typeof key !== "string")
		throw new NotEditableError("a mapping belongs there: write one with its keys");
	return added(node, text, key, wrapped(below, edit));
}

/** A node's own range leaves out its tag, and what the tag makes of the value nobody knows here. Compose's `!override` changes nothing. */
function refuseTag(node: unknown): void {
	const tag = isNode(node) ? node.tag : undefined;
	if (tag === undefined || !tag.startsWith("!") || tag === "!override") return;
	throw new NotEditableError(decidedBy(tag));
}

/** An anchor or a tag stands before a value, also before none: what is written there would come before it. */
function refuseMarks(node: unknown): void {
	if (!isScalar(node)) return;
	if (node.anchor !== undefined)
		throw new NotEditableError("an anchor of nothing is written there: take the anchor out, or give it a value");
	if (node.tag !== undefined) throw new NotEditableError(decidedBy(node.tag));
}

const decidedBy = (tag: string): string =>
	`it is written with the tag ${tag.replace(/^tag:yaml\.org,2002:/, "!!")}, which decides what is there: write the value without it, or mend what it stands for`;

interface Deepest {
	readonly node: unknown;
	/** The key of the mapping that holds the node. */
	readonly pair: Pair | null;
	readonly rest: Edit["path"];
	/** Whether that mapping is written with brackets. */
	readonly isInFlow: boolean;
}

/** The last part of a path that is written, and what of the path is not. */
function deepest(document: Document, path: Edit["path"]): Deepest {
	let found: Deepest = { node: document.contents, pair: null, rest: path, isInFlow: false };
	for (let next = step(found); next !== null; next = step(found)) found = next;
	return found;
}

function step({ node, rest: [key, ...rest] }: Deepest): Deepest | null {
	if (key === undefined) return null;
	// A short tag stands for the function that the path names: `!If` for `Fn::If`.
	if (isNode(node) && key === node.tag?.replace("!", "Fn::")) return { node, pair: null, rest, isInFlow: false };
	if (isSeq(node))
		return node.items[Number(key)] === undefined
			? null
			: { node: node.items[Number(key)], pair: null, rest, isInFlow: false };
	if (!isMap(node)) return null;
	const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
	return pair === undefined ? null : { node: pair.value, pair, rest, isInFlow: node.flow === true };
}

const isEmpty = (value: unknown): boolean => value === null || (isScalar(value) && value.value === null);

/** From the first character of a node to the last of its value. */
function rangeOf(node: unknown): readonly [start: number, end: number] {
	const range = (node as { readonly range?: readonly [number, number, number] } | null)?.range;
	if (range === undefined || range === null) throw new NotEditableError("nothing is written there");
	return [range[0], range[1]];
}

function replaced(node: unknown, value: Plain): Splice {
	if (!isScalar(node))
		throw new NotEditableError("a single value belongs there: write it in place of the list or mapping");
	if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED")
		throw new NotEditableError("it is written over several lines");
	const [from, to] = rangeOf(node);
	return { from, to, text: asFlow(value, node.type) };
}

/** `key: null`, `key:` or `key` between brackets. */
function filledInFlow({ key, value: empty }: Pair, text: string, value: Plain): Splice {
	const [, end] = rangeOf(key);
	const [from, to] = isScalar(empty) ? rangeOf(empty) : [end, end];
	if (from < to) return { from, to, text: asFlow(value) };
	const [colon, spaces = ""] = /^\s*:([ \t]*(?=[,}]))?/.exec(text.slice(end)) ?? [];
	if (colon === undefined) return after(end, `: ${asFlow(value)}`);
	return { from: end + colon.length - spaces.length, to: end + colon.length, text: ` ${asFlow(value)}` };
}

/** `key:` without a value, or with one of the words for null. */
function filled({ key, value: empty }: Pair, text: string, value: Plain): Splice {
	const [start, end] = rangeOf(key);
	const [colon] = /^\s*:/.exec(text.slice(end)) ?? [];
	if (colon === undefined) throw new NotEditableError("its key is written without a colon");
	const from = end + colon.length;
	const [nullFrom, nullTo] = isScalar(empty) ? rangeOf(empty) : [from, from];
	if (/\S/.test(text.slice(from, nullFrom))) throw new NotEditableError("it is written over several lines");
	return { from, to: nullFrom < nullTo ? nullTo : from, text: asBlock(value, " ".repeat(columnOf(text, start) + 2)) };
}

function added(map: YAMLMap, text: string, key: string, value: Plain): Splice {
	const [first] = map.items;
	const last = map.items.at(-1);
	if (map.flow === true || first === undefined || last === undefined) {
		const pair = `${key}: ${asFlow(value)}`;
		return last === undefined ? intoEmpty(map, pair) : after(endOf(last.value ?? last.key), `, ${pair}`);
	}
	const indent = " ".repeat(columnOf(text, rangeOf(first.key)[0]));
	return after(endOfLine(text, endOf(last.value ?? last.key)), `\n${indent}${key}:${asBlock(value, `${indent}  `)}`);
}

function appended(list: YAMLSeq, text: string, value: Plain): Splice {
	const last = list.items.at(-1);
	if (last === undefined) return intoEmpty(list, asFlow(value));
	if (list.flow === true) return after(endOf(last), `, ${asFlow(value)}`);
	const indent = " ".repeat(columnOf(text, rangeOf(list)[0]));
	const item = asBlock(value, `${indent}  `).replace(/^\n?\s*/, "");
	return after(endOfLine(text, endOf(last)), `\n${indent}- ${item}`);
}

const after = (at: number, text: string): Splice => ({ from: at, to: at, text });

/** `[]` or `{}`. */
const intoEmpty = (node: YAMLMap | YAMLSeq, inner: string): Splice => after(rangeOf(node)[0] + 1, inner);

/** Where the last thing of a node ends; a block collection's own range reaches into what follows it. */
function endOf(node: unknown): number {
	if ((isMap(node) || isSeq(node)) && node.flow !== true) {
		const last: unknown = node.items.at(-1);
		const inner = isMap(node) ? ((last as Pair | undefined)?.value ?? (last as Pair | undefined)?.key) : last;
		if (inner !== undefined && inner !== null) return endOf(inner);
	}
	return rangeOf(node)[1];
}

/** Behind what else is on the line, such as a comment; a block scalar ends at the start of the next line already. */
function endOfLine(text: string, at: number): number {
	if (text[at - 1] === "\n") return text[at - 2] === "\r" ? at - 2 : at - 1;
	const end = text.indexOf("\n", at);
	if (end === -1) return text.length;
	return text[end - 1] === "\r" ? end - 1 : end;
}

/** How many characters a position is from the start of its line. */
const columnOf = (text: string, at: number): number => at - (text.lastIndexOf("\n", at - 1) + 1);
