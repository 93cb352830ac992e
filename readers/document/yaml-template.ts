import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { toSingleLine, truncate } from "../../core/text.ts";
import type { DocumentPath, Lines, Position, SourceDocument } from "./source-document.ts";
import { keyOf, pairAt, parseNodes, type YamlNodes } from "./yaml-nodes.ts";
import { isMergeKey, scalarValue, tagMeaning, withoutComposeTag } from "./yaml-tags.ts";

/** The maximum size after aliases are expanded; a document of 1 MiB without aliases is smaller. */
const maxParts = 1_000_000;
const tooMuch = "the aliases expand to too many values; write the values out";

/** A value, and the number of its parts after aliases are expanded. */
interface Built {
	readonly value: unknown;
	readonly parts: number;
}

/**
 * Reads a template or a Compose file: one YAML 1.2 document with anchors, aliases, merge keys (`<<`), CloudFormation's short tags and
 * Compose's `!reset` and `!override`, which become `{"!reset": value}`. An alias and its target are one object.
 * Throws BadInputError, `path:line:column: what is wrong; what to write`.
 */
export function readYaml(text: string, path: string): SourceDocument {
	const nodes = parseNodes(text, path, "any");
	const targets = new Map<Alias, Node>();
	const { value } = buildTree(nodes, targets);
	return {
		value,
		at: (keysTo, part) => positionIn(nodes, targets, keysTo, part),
		linesOf: (keysTo) => linesIn(nodes, targets, keysTo, text),
	};
}

function buildTree({ root, refusal }: YamlNodes, targets: Map<Alias, Node>): Built {
	const anchors = new Map<string, Node>();
	const anchored = new Map<Node, Built>();
	let inherited = 0;

	const build = (node: Node | null): Built => {
		if (node === null) return { value: null, parts: 1 };
		if (isAlias(node)) return buildAlias(node);
		if (node.anchor !== undefined) anchors.set(node.anchor, node);
		const built = buildTagged(node);
		if (built.parts > maxParts) {
			throw refusal(node, tooMuch);
		}
		if (node.anchor !== undefined) anchored.set(node, built);
		return built;
	};

	const buildAlias = (alias: Alias): Built => {
		const name = toSingleLine(truncate(alias.source, 40));
		const target = anchors.get(alias.source);
		if (target === undefined) throw refusal(alias, `*${name} has no &${name} before it; write the value out`);
		const built = anchored.get(target);
		if (built === undefined)
			throw refusal(alias, `*${name} is inside the value that it refers to; write the value out`);
		targets.set(alias, target);
		return built;
	};

	const buildTagged = (node: Node): Built => {
		const meaning = tagMeaning(node);
		if (meaning === "unknown") {
			const tag = toSingleLine(truncate(node.tag ?? "", 60));
			throw refusal(node, `the tag ${tag} is not a tag of CloudFormation or Compose; write the value without it`);
		}
		const { value, parts } = buildPlain(node, meaning.key);
		return meaning.key === null ? { value, parts } : { value: { [meaning.key]: value }, parts: parts + 1 };
	};

	const buildPlain = (node: Node, key: string | null): Built => {
		if (isMap<Node, Node | null>(node)) return buildMap(node);
		if (isScalar(node)) return { value: scalarValue(node, key), parts: 1 };
		if (!isSeq<Node>(node)) return { value: null, parts: 1 };
		const items = node.items.map(build);
		return { value: items.map(({ value }) => value), parts: sum(items) };
	};

	const buildMap = (map: YAMLMap<Node, Node | null>): Built => {
		const fields = new Map<string, unknown>();
		const merged: Built[] = [];
		const own: Built[] = [];
		for (const { key, value } of map.items) {
			const built = build(value);
			if (isMergeKey(key)) merged.push(built);
			else {
				own.push(built);
				fields.set(keyOf(key) ?? "", built.value);
			}
		}
		for (const { value } of merged) {
			for (const tagged of Array.isArray(value) ? value : [value]) {
				const source = withoutComposeTag(tagged);
				if (typeof source !== "object" || source === null || Array.isArray(source)) {
					throw refusal(map, "<< takes a mapping or a list of mappings; write an alias of one");
				}
				for (const [name, field] of Object.entries(source)) {
					if (++inherited > maxParts) throw refusal(map, tooMuch);
					if (!fields.has(name)) fields.set(name, field);
				}
			}
		}
		// Unlike an assignment, this also creates an own property for `__proto__`.
		return { value: Object.fromEntries(fields), parts: sum([...own, ...merged]) };
	};

	return build(root);
}

const sum = (all: readonly Built[]): number => all.reduce((total, { parts }) => total + parts, 1);

/** A part of the tree: a node itself, or what is below the key that replaced its tag. */
interface Spot {
	readonly node: Node;
	readonly below: boolean;
	/** The key of the pair that led here. */
	readonly key: Node | null;
}

function positionIn(
	{ root, positionOf }: YamlNodes,
	targets: ReadonlyMap<Alias, Node>,
	path: DocumentPath,
	part: "key" | "value",
): Position {
	if (root === null) return { line: 1, column: 1 };
	let spot: Spot = { node: root, below: false, key: null };
	for (const step of path) {
		const next = stepFrom(spot, targets, step);
		if (next === null) return positionOf((spot.key ?? spot.node).range?.[0] ?? 0);
		spot = next;
	}
	const node = part === "key" ? (spot.key ?? spot.node) : spot.node;
	return positionOf(node.range?.[0] ?? 0);
}

function linesIn(
	{ root, positionOf }: YamlNodes,
	targets: ReadonlyMap<Alias, Node>,
	path: DocumentPath,
	text: string,
): Lines | null {
	let spot: Spot | null = root === null ? null : { node: root, below: false, key: null };
	for (const step of path) spot = spot === null ? null : stepFrom(spot, targets, step);
	if (spot === null) return null;
	const { node, key } = spot;
	const first = (key ?? node).range?.[0] ?? 0;
	// A block ends where the next one begins; what is between is white space and comments.
	const end = text.slice(first, node.range?.[1] ?? first).trimEnd().length;
	return { first: positionOf(first).line, last: positionOf(first + Math.max(end - 1, 0)).line };
}

function stepFrom({ node, below, key }: Spot, targets: ReadonlyMap<Alias, Node>, step: string | number): Spot | null {
	if (isAlias(node)) {
		const target = targets.get(node);
		return target === undefined ? null : stepFrom({ node: target, below, key }, targets, step);
	}
	const meaning = tagMeaning(node);
	const tagKey = below || meaning === "unknown" ? null : meaning.key;
	if (tagKey !== null) return step === tagKey ? { node, below: true, key } : null;
	if (isSeq<Node>(node) && typeof step === "number") {
		const item = node.items[step];
		return item === undefined ? null : { node: item, below: false, key: null };
	}
	if (!isMap<Node, Node | null>(node)) return null;
	const pair = pairAt(node, step);
	if (pair === null) return inheritedFrom(node, targets, step);
	return { node: isNode(pair.value) ? pair.value : pair.key, below: false, key: pair.key };
}

function inheritedFrom(
	map: YAMLMap<Node, Node | null>,
	targets: ReadonlyMap<Alias, Node>,
	step: string | number,
): Spot | null {
	for (const { key, value } of map.items) {
		if (!isMergeKey(key) || value === null) continue;
		for (const source of isSeq<Node>(value) ? value.items : [value]) {
			const found = stepFrom({ node: source, below: true, key: null }, targets, step);
			if (found !== null) return found;
		}
	}
	return null;
}
