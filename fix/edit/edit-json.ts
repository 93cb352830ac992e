import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { type Edit, NotEditableError, type PlainValue, rejectFunction, singleValue, wrapInPath } from "./edit.ts";
import { applyEdits, type Splice } from "./splice.ts";

/** Edits a JSON text and leaves every other character unchanged. Throws NotEditableError. */
export function editJson(text: string, edits: readonly Edit[]): string {
	return applyEdits(text, edits, (current) => {
		const root = parseTree(current);
		if (root === undefined) throw new NotEditableError("the file is not valid JSON");
		return (edit) => spliceFor(root, current, edit);
	});
}

function spliceFor(root: Node, text: string, edit: Edit): Splice {
	const path = [...edit.path];
	const depth = existingDepth(root, path);
	const node = findNodeAtLocation(root, path.slice(0, depth));
	const [key, ...below] = path.slice(depth);
	if (node?.type === "object") rejectFunction((node.children ?? []).map(({ children }) => children?.[0]?.value));
	if (key === undefined && edit.kind === "set") {
		if (node?.type === "object" || (node?.type === "array" && typeof edit.value !== "object"))
			throw new NotEditableError(singleValue);
		return replaceNode(text, node, edit.value);
	}
	if (key === undefined) {
		if (node?.type !== "array") throw new NotEditableError("an array is required there; write it in brackets");
		return insertLast(text, node, edit.value, "");
	}
	if (node?.type !== "object") throw new NotEditableError("an object is required there; write one with its keys");
	const value = wrapInPath(below, edit);
	const empty = node.children?.find((property) => property.children?.[0]?.value === key)?.children?.[1];
	if (empty === undefined) return insertLast(text, node, value, `${JSON.stringify(String(key))}: `);
	return replaceNode(text, empty, value, unitOf(text, node));
}

/** How many parts of a path exist; null counts as missing. */
function existingDepth(root: Node, path: readonly (string | number)[]): number {
	const missing = path.findIndex((_, index) => {
		const node = findNodeAtLocation(root, path.slice(0, index + 1));
		return node === undefined || node.type === "null";
	});
	return missing === -1 ? path.length : missing;
}

/** `unit`: one level of indentation; null keeps the value on one line. */
function replaceNode(text: string, node: Node | undefined, value: PlainValue, unit: string | null = null): Splice {
	if (node === undefined) throw new NotEditableError("there is no value at this path");
	const formatted = formatValue(value, unit, indentAt(text, node.offset), eolOf(text));
	return { from: node.offset, to: node.offset + node.length, text: formatted };
}

/** Adds the last item of an array or the last key of an object, in the layout of the one before it. */
function insertLast(text: string, node: Node, value: PlainValue, key: string): Splice {
	const last = node.children?.at(-1);
	const unit = unitOf(text, node);
	const eol = eolOf(text);
	const outer = indentAt(text, node.offset);
	if (last === undefined) {
		const inside = isOnOneLine(text, enclosingCollection(node)) ? null : (unit ?? "  ");
		const inner = `${outer}${inside}`;
		const written =
			inside === null
				? `${key}${formatInline(value)}`
				: `${eol}${inner}${key}${formatValue(value, inside, inner, eol)}${eol}${outer}`;
		return { from: node.offset + 1, to: node.offset + node.length - 1, text: written };
	}
	const indent = indentAt(text, last.offset);
	const written =
		unit === null ? `, ${key}${formatInline(value)}` : `,${eol}${indent}${key}${formatValue(value, unit, indent, eol)}`;
	const end = last.offset + last.length;
	return { from: end, to: end, text: written };
}

/** The object or array that contains a node; the node itself at the top of the document. */
const enclosingCollection = ({ parent, ...node }: Node): Pick<Node, "offset" | "length"> =>
	parent?.type === "property" ? enclosingCollection(parent) : (parent ?? node);

const isOnOneLine = (text: string, { offset, length }: Pick<Node, "offset" | "length">): boolean =>
	!text.slice(offset, offset + length).includes("\n");

const eolOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

/** The indentation of the line that an offset is on. */
function indentAt(text: string, at: number): string {
	const start = text.lastIndexOf("\n", at - 1) + 1;
	return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? "";
}

/** One level of indentation of a node's children; null when the node is on one line. */
function unitOf(text: string, { offset, length, children = [] }: Node): string | null {
	if (children.length > 0 && isOnOneLine(text, { offset, length })) return null;
	const outer = indentAt(text, offset);
	const inner = indentAt(text, children.at(-1)?.offset ?? offset);
	if (inner.startsWith(outer) && inner.length > outer.length) return inner.slice(outer.length);
	return /\n([ \t]+)\S/.exec(text)?.[1] ?? null;
}

/** On several lines, except arrays of scalars; every line but the first starts with `indent`. */
function formatValue(value: PlainValue, unit: string | null, indent: string, eol: string): string {
	if (unit === null || typeof value !== "object") return formatInline(value);
	const inner = `${indent}${unit}`;
	if (Array.isArray(value)) {
		if (value.every((item) => typeof item !== "object")) return formatInline(value);
		const lines = value.map((item: PlainValue) => `${inner}${formatValue(item, unit, inner, eol)}`);
		return `[${eol}${lines.join(`,${eol}`)}${eol}${indent}]`;
	}
	const entries = Object.entries(value);
	if (entries.length === 0) return "{}";
	const lines = entries.map(([key, part]) => `${inner}${JSON.stringify(key)}: ${formatValue(part, unit, inner, eol)}`);
	return `{${eol}${lines.join(`,${eol}`)}${eol}${indent}}`;
}

/** On one line, with spaces as people write them. */
function formatInline(value: PlainValue): string {
	if (typeof value !== "object") return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(formatInline).join(", ")}]`;
	const pairs = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${formatInline(part)}`);
	return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}
