import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { type Edit, NotEditableError, type Plain, wrapped } from "./edit.ts";
import { type Splice, spliced } from "./splice.ts";

/** Changes a JSON text and leaves every other character of it as it is. Throws NotEditableError. */
export function editJson(text: string, edits: readonly Edit[]): string {
	return spliced(text, edits, (now) => {
		const root = parseTree(now);
		if (root === undefined) throw new NotEditableError("the file is no JSON");
		return (edit) => spliceFor(root, now, edit);
	});
}

function spliceFor(root: Node, text: string, edit: Edit): Splice {
	const path = [...edit.path];
	const depth = writtenDepth(root, path);
	const node = findNodeAtLocation(root, path.slice(0, depth));
	const [key, ...below] = path.slice(depth);
	if (key === undefined && edit.kind === "set") return replaced(text, node, edit.value);
	if (key === undefined) {
		if (node?.type !== "array") throw new NotEditableError("a list belongs there: write it in brackets");
		return inserted(text, node, edit.value, "");
	}
	if (node?.type !== "object") throw new NotEditableError("a mapping belongs there: write one with its keys");
	const value = wrapped(below, edit);
	const empty = node.children?.find((property) => property.children?.[0]?.value === key)?.children?.[1];
	if (empty === undefined) return inserted(text, node, value, `${JSON.stringify(String(key))}: `);
	return replaced(text, empty, value, unitOf(text, node));
}

/** How much of a path is written; a null counts as missing. */
function writtenDepth(root: Node, path: readonly (string | number)[]): number {
	const missing = path.findIndex((_, index) => {
		const node = findNodeAtLocation(root, path.slice(0, index + 1));
		return node === undefined || node.type === "null";
	});
	return missing === -1 ? path.length : missing;
}

/** `unit`: one level of indentation; null keeps the value on the line. */
function replaced(text: string, node: Node | undefined, value: Plain, unit: string | null = null): Splice {
	if (node === undefined) throw new NotEditableError("nothing is written there");
	const written = rendered(value, unit, indentAt(text, node.offset), eolOf(text));
	return { from: node.offset, to: node.offset + node.length, text: written };
}

/** As the last part of a list or a mapping, laid out as the part before it is. */
function inserted(text: string, node: Node, value: Plain, key: string): Splice {
	const last = node.children?.at(-1);
	const unit = unitOf(text, node);
	const eol = eolOf(text);
	const outer = indentAt(text, node.offset);
	if (last === undefined) {
		const inside = isOnOneLine(text, holderOf(node)) ? null : (unit ?? "  ");
		const inner = `${outer}${inside}`;
		const written =
			inside === null
				? `${key}${inline(value)}`
				: `${eol}${inner}${key}${rendered(value, inside, inner, eol)}${eol}${outer}`;
		return { from: node.offset + 1, to: node.offset + node.length - 1, text: written };
	}
	const indent = indentAt(text, last.offset);
	const written =
		unit === null ? `, ${key}${inline(value)}` : `,${eol}${indent}${key}${rendered(value, unit, indent, eol)}`;
	const end = last.offset + last.length;
	return { from: end, to: end, text: written };
}

/** The mapping or list that something is in, or itself at the top. */
const holderOf = ({ parent, ...node }: Node): Pick<Node, "offset" | "length"> =>
	parent?.type === "property" ? holderOf(parent) : (parent ?? node);

const isOnOneLine = (text: string, { offset, length }: Pick<Node, "offset" | "length">): boolean =>
	!text.slice(offset, offset + length).includes("\n");

const eolOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

/** The white space that the line of a position begins with. */
function indentAt(text: string, at: number): string {
	const start = text.lastIndexOf("\n", at - 1) + 1;
	return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? "";
}

/** What the parts of a node are indented by; null when the node is on one line. */
function unitOf(text: string, { offset, length, children = [] }: Node): string | null {
	if (children.length > 0 && isOnOneLine(text, { offset, length })) return null;
	const outer = indentAt(text, offset);
	const inner = indentAt(text, children.at(-1)?.offset ?? offset);
	if (inner.startsWith(outer) && inner.length > outer.length) return inner.slice(outer.length);
	return /\n([ \t]+)\S/.exec(text)?.[1] ?? null;
}

/** On several lines, but lists of single values on one; all but the first line are indented. */
function rendered(value: Plain, unit: string | null, indent: string, eol: string): string {
	if (unit === null || typeof value !== "object") return inline(value);
	const inner = `${indent}${unit}`;
	if (Array.isArray(value)) {
		if (value.every((item) => typeof item !== "object")) return inline(value);
		return `[${eol}${value.map((item: Plain) => `${inner}${rendered(item, unit, inner, eol)}`).join(`,${eol}`)}${eol}${indent}]`;
	}
	const entries = Object.entries(value);
	if (entries.length === 0) return "{}";
	const lines = entries.map(([key, part]) => `${inner}${JSON.stringify(key)}: ${rendered(part, unit, inner, eol)}`);
	return `{${eol}${lines.join(`,${eol}`)}${eol}${indent}}`;
}

/** As people write it on one line. */
function inline(value: Plain): string {
	if (typeof value !== "object") return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
	const pairs = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${inline(part)}`);
	return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}
