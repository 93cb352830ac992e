import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import { type Edit, NotEditableError } from "./edit.ts";

/** A node's range does not include its tag, and the value that a tag produces is unknown. Compose's `!override` keeps the value. */
export function rejectTag(node: unknown): void {
	const tag = isNode(node) ? node.tag : undefined;
	if (tag === undefined || !tag.startsWith("!") || tag === "!override") return;
	throw new NotEditableError(tagReason(tag));
}

/** An empty value can have an anchor or a tag; a new value would be inserted in front of it. */
export function rejectAnchorOrTag(node: unknown): void {
	if (!isScalar(node)) return;
	if (node.anchor !== undefined)
		throw new NotEditableError("its anchor has no value; remove the anchor, or give it a value");
	if (node.tag !== undefined) throw new NotEditableError(tagReason(node.tag));
}

const tagReason = (tag: string): string =>
	`its value depends on the tag ${tag.replace(/^tag:yaml\.org,2002:/, "!!")}; write the value without the tag, or fix what the tag refers to`;

/** No realistic file nests more. */
const maxLevels = 20;

/**
 * Throws NotEditableError for a change inside a value that a mapping gets through `<<`: written into the mapping, it would replace the value as a
 * whole. `rest`: the part of the edit's path that the mapping itself does not have.
 */
export function rejectMerged(document: Document, map: YAMLMap, rest: Edit["path"], { kind }: Edit, text: string): void {
	const [key, ...below] = rest;
	if (typeof key !== "string" || (kind === "set" && below.length === 0)) return;
	const merged = mergedPair(document, map, key, maxLevels);
	if (merged === null || (isSeq(merged.value) && merged.value.items.length === 0)) return;
	const at = (merged.key as { readonly range?: readonly number[] | null }).range?.[0] ?? 0;
	const line = text.slice(0, at).split("\n").length;
	throw new NotEditableError(
		`${key} is set in line ${line}, from where << takes it; change it there, or write the whole value beside <<`,
	);
}

/** The pair that a mapping gets through its `<<`: of several mappings the first one that has the key. */
function mergedPair(document: Document, map: YAMLMap, key: string, levels: number): Pair | null {
	if (levels === 0) return null;
	const merges = map.items.filter((pair) => isKey(pair, "<<")).map(({ value }) => value);
	for (const value of merges.flatMap((one) => (isSeq(one) ? one.items : [one]))) {
		const source = isAlias(value) ? value.resolve(document) : value;
		if (!isMap(source)) continue;
		const found = source.items.find((pair) => isKey(pair, key)) ?? mergedPair(document, source, key, levels - 1);
		if (found !== null) return found;
	}
	return null;
}

const isKey = ({ key }: Pair, name: string): boolean => isScalar(key) && String(key.value) === name;
