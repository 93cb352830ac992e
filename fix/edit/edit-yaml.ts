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
import { type Edit, NotEditableError, type PlainValue, rejectFunction, singleValue, wrapInPath } from "./edit.ts";
import { applyEdits, type Splice } from "./splice.ts";
import { rejectAnchorOrTag, rejectMerged, rejectTag } from "./yaml-obstacles.ts";
import { formatBlock, formatFlow, formatScalar } from "./yaml-text.ts";

/**
 * Edits a YAML text and leaves everything else unchanged: comments, quotes, order, anchors, line ends. Throws
 * NotEditableError where a part of the path is an alias, or is not the mapping or list that it has to be.
 */
export function editYaml(text: string, edits: readonly Edit[]): string {
	return applyEdits(text, edits, (current) => {
		const document = parseDocument(current, { version: "1.2", logLevel: "error", uniqueKeys: false });
		if (document.errors.length > 0) throw new NotEditableError("the file is not valid YAML");
		const eol = current.includes("\r\n") ? "\r\n" : "\n";
		return (edit) => {
			const splice = spliceFor(document, current, edit);
			return { ...splice, text: splice.text.replaceAll("\n", eol) };
		};
	});
}

function spliceFor(document: Document, text: string, edit: Edit): Splice {
	const { node, rest, pair, isInFlow } = findDeepest(document, edit.path);
	if (isAlias(node))
		throw new NotEditableError(
			"it refers to an anchor that other parts of the file may also use; write the value out instead",
		);
	rejectTag(node);
	if (isMap(node)) rejectFunction(node.items.map(({ key }) => (isScalar(key) ? key.value : null)));
	if (pair !== null && isEmpty(node)) {
		rejectAnchorOrTag(node);
		const value = wrapInPath(rest, edit);
		return isInFlow ? fillInFlow(pair, text, value) : fillKey(pair, text, value);
	}
	if (rest.length === 0) {
		if (edit.kind === "set") return replaceScalar(node, edit.value, isInFlow);
		if (isSeq(node)) return appendItem(node, text, edit.value);
		throw new NotEditableError("a list is required there; write it in brackets or with one item per line");
	}
	const [key, ...below] = rest;
	if (!isMap(node) || typeof key !== "string")
		throw new NotEditableError("a mapping is required there; write one with its keys");
	rejectMerged(document, node, rest, edit, text);
	return addKey(node, text, key, wrapInPath(below, edit));
}

interface DeepestNode {
	readonly node: unknown;
	/** The key of the mapping that holds the node. */
	readonly pair: Pair | null;
	readonly rest: Edit["path"];
	/** Whether it is part of a collection in brackets or braces. */
	readonly isInFlow: boolean;
}

/** The deepest existing node of a path, and the rest of the path. */
function findDeepest(document: Document, path: Edit["path"]): DeepestNode {
	let found: DeepestNode = { node: document.contents, pair: null, rest: path, isInFlow: false };
	for (let next = stepDown(found); next !== null; next = stepDown(found)) found = next;
	return found;
}

function stepDown({ node, rest: [key, ...rest], isInFlow: isOuterInFlow }: DeepestNode): DeepestNode | null {
	if (key === undefined) return null;
	// A short tag stands for the function that the path names, `!If` for `Fn::If`; Compose's tags have their own names in the path.
	if (isNode(node) && (key === node.tag || key === node.tag?.replace("!", "Fn::")))
		return { node, pair: null, rest, isInFlow: isOuterInFlow };
	if (!isSeq(node) && !isMap(node)) return null;
	const isInFlow = isOuterInFlow || node.flow === true;
	if (isSeq(node)) {
		const item: unknown = node.items[Number(key)];
		return item === undefined ? null : { node: item, pair: null, rest, isInFlow };
	}
	const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
	return pair === undefined ? null : { node: pair.value, pair, rest, isInFlow };
}

const isEmpty = (value: unknown): boolean => value === null || (isScalar(value) && value.value === null);

/** From the first character of a node to the end of its value. */
function rangeOf(node: unknown): readonly [start: number, end: number] {
	const range = (node as { readonly range?: readonly [number, number, number] } | null)?.range;
	if (range === undefined || range === null) throw new NotEditableError("there is no value at this path");
	return [range[0], range[1]];
}

function replaceScalar(node: unknown, value: PlainValue, isInFlow: boolean): Splice {
	if (!isScalar(node)) throw new NotEditableError(singleValue);
	if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED")
		throw new NotEditableError("it spans several lines; write it on one line");
	const [from, to] = rangeOf(node);
	return {
		from,
		to,
		text: isInFlow || typeof value === "object" ? formatFlow(value, node.type) : formatScalar(value, node.type),
	};
}

/** Gives a value to `key: null`, `key:` or `key` inside braces. */
function fillInFlow({ key, value: empty }: Pair, text: string, value: PlainValue): Splice {
	const [, end] = rangeOf(key);
	const [from, to] = isScalar(empty) ? rangeOf(empty) : [end, end];
	if (from < to) return { from, to, text: formatFlow(value) };
	const [colon, spaces = ""] = /^\s*:([ \t]*(?=[,}]))?/.exec(text.slice(end)) ?? [];
	if (colon === undefined) return insertAt(end, `: ${formatFlow(value)}`);
	return { from: end + colon.length - spaces.length, to: end + colon.length, text: ` ${formatFlow(value)}` };
}

/** Gives a value to a `key:` that has none, or has one of the words for null. */
function fillKey({ key, value: empty }: Pair, text: string, value: PlainValue): Splice {
	const [start, end] = rangeOf(key);
	const [colon] = /^\s*:/.exec(text.slice(end)) ?? [];
	if (colon === undefined) throw new NotEditableError("its key has no colon; write one after it");
	const from = end + colon.length;
	const [nullFrom, nullTo] = isScalar(empty) ? rangeOf(empty) : [from, from];
	if (/\S/.test(text.slice(from, nullFrom))) throw new NotEditableError("it spans several lines; write it on one line");
	return {
		from,
		to: nullFrom < nullTo ? nullTo : from,
		text: formatBlock(value, " ".repeat(columnOf(text, start) + 2)),
	};
}

function addKey(map: YAMLMap, text: string, key: string, value: PlainValue): Splice {
	const [first] = map.items;
	const last = map.items.at(-1);
	if (map.flow === true || first === undefined || last === undefined) {
		const pair = `${key}: ${formatFlow(value)}`;
		return last === undefined ? insertIntoEmpty(map, pair) : insertAt(endOf(last.value ?? last.key), `, ${pair}`);
	}
	const indent = " ".repeat(columnOf(text, rangeOf(first.key)[0]));
	return insertAt(
		endOfLine(text, endOf(last.value ?? last.key)),
		`\n${indent}${key}:${formatBlock(value, `${indent}  `)}`,
	);
}

function appendItem(list: YAMLSeq, text: string, value: PlainValue): Splice {
	const last = list.items.at(-1);
	if (last === undefined) return insertIntoEmpty(list, formatFlow(value));
	if (list.flow === true) return insertAt(endOf(last), `, ${formatFlow(value)}`);
	const indent = " ".repeat(columnOf(text, rangeOf(list)[0]));
	const item = formatBlock(value, `${indent}  `).replace(/^\n?\s*/, "");
	return insertAt(endOfLine(text, endOf(last)), `\n${indent}- ${item}`);
}

const insertAt = (at: number, text: string): Splice => ({ from: at, to: at, text });

/** Inserts into `[]` or `{}`. */
const insertIntoEmpty = (node: YAMLMap | YAMLSeq, inner: string): Splice => insertAt(rangeOf(node)[0] + 1, inner);

/** Where the last value of a node ends; the range of a block collection also covers what follows it. */
function endOf(node: unknown): number {
	if ((isMap(node) || isSeq(node)) && node.flow !== true) {
		const last: unknown = node.items.at(-1);
		const inner = isMap(node) ? ((last as Pair | undefined)?.value ?? (last as Pair | undefined)?.key) : last;
		if (inner !== undefined && inner !== null) return endOf(inner);
	}
	return rangeOf(node)[1];
}

/** After anything else on the line, such as a comment; a block scalar already ends at the start of the next line. */
function endOfLine(text: string, at: number): number {
	if (text[at - 1] === "\n") return text[at - 2] === "\r" ? at - 2 : at - 1;
	const end = text.indexOf("\n", at);
	if (end === -1) return text.length;
	return text[end - 1] === "\r" ? end - 1 : end;
}

/** The number of characters between the start of the line and an offset. */
const columnOf = (text: string, at: number): number => at - (text.lastIndexOf("\n", at - 1) + 1);
