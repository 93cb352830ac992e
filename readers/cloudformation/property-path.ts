import type { Facts } from "../../core/facts.ts";
import { isFields, itemsIn } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import { apiName, propertyName } from "../../domain/cloudformation/api-shape.ts";
import { noValue } from "../../domain/cloudformation/template-text.ts";
import type { DocumentPath } from "../document/source-document.ts";
import type { Resource, Scope } from "./scope.ts";

/** A service with the properties of one container, of which ECS writes the task definition. */
export const expressService = "AWS::ECS::ExpressGatewayService";

/** Fields of the definition itself, even in a verdict on a container. */
const taskFields: ReadonlySet<string> = new Set(["ipcMode", "networkMode", "pidMode", "volumes"]);

/** The written part of a path, and the rest in the template's terms; null when a function generates it. */
export interface FoundPath {
	readonly written: DocumentPath;
	readonly missing: DocumentPath | null;
}

/** The facts of a resource under certain assumptions. */
export interface Alternative {
	readonly facts: Facts;
	readonly scope: Scope;
}

/** Finds the path of an API field in the document, as far as it is written. Alternatives may have different containers. */
export function findPropertyPath(
	{ type, path, properties }: Resource,
	[first, ...others]: readonly [Alternative, ...Alternative[]],
	field: string,
	container?: string,
): FoundPath {
	const words = field.split(".");
	const [word = ""] = words;
	const find = (steps: readonly string[], scope: Scope): FoundPath =>
		prefixPath([...path, "Properties"], findPath(properties, steps, scope));
	if (word === "lifecyclePolicyText") return find(["lifecyclePolicy", ...words], first.scope);
	if (container === undefined || taskFields.has(word)) return find(words, first.scope);
	if (type === expressService) return find(["primaryContainer", ...words], first.scope);
	for (const { facts, scope } of [first, ...others]) {
		const position = positionOf(container, facts);
		if (position >= 0) return find(["containerDefinitions", String(position), ...words], scope);
	}
	return { written: [...path, "Properties"], missing: null };
}

function positionOf(container: string, facts: Facts): number {
	if (facts.kind !== "task-definition" || isUnresolved(facts.containers)) return -1;
	return facts.containers.findIndex(({ name }) => name === container);
}

const prefixPath = (path: DocumentPath, { written, missing }: FoundPath): FoundPath => ({
	written: [...path, ...written],
	missing,
});

const allMissing = (words: readonly string[]): FoundPath => ({
	written: [],
	missing: words.map((word) => (/^\d+$/.test(word) ? Number(word) : propertyName(word))),
});

function findPath(node: unknown, words: readonly string[], scope: Scope): FoundPath {
	const [word, ...rest] = words;
	if (word === undefined) return { written: [], missing: [] };
	if (Array.isArray(node)) {
		const index = writtenIndexes(node, scope)[Number(word)];
		return index === undefined ? allMissing(words) : prefixPath([index], findPath(node[index], rest, scope));
	}
	if (!isFields(node)) return allMissing(words);
	if (Object.hasOwn(node, "Fn::If")) return pathInBranches(itemsIn(node["Fn::If"]), words, scope);
	const key = Object.keys(node).find((one) => apiName(one) === word);
	if (key !== undefined) return prefixPath([key], findPath(node[key], rest, scope));
	const isFunction = Object.keys(node).some((one) => one === "Ref" || one.startsWith("Fn::"));
	return isFunction ? { written: [], missing: null } : allMissing(words);
}

/** In the selected branch; when the condition is undecided, in the branch that contains more of the path. */
function pathInBranches(
	[condition, ...branches]: readonly unknown[],
	words: readonly string[],
	scope: Scope,
): FoundPath {
	const result = typeof condition === "string" ? scope.holds(condition) : null;
	const paths = branches.map((branch, index) => prefixPath(["Fn::If", index + 1], findPath(branch, words, scope)));
	if (result === true) return paths[0] ?? allMissing(words);
	if (result === false) return paths[1] ?? allMissing(words);
	const [longest] = paths.toSorted((a, b) => b.written.length - a.written.length);
	return longest ?? allMissing(words);
}

/** Indexes in the document of the items that remain after those without a value are removed. */
function writtenIndexes(list: readonly unknown[], scope: Scope): readonly number[] {
	return list.flatMap((item, index) => (mayBeRemoved(item) && scope.valueOf(item) === noValue ? [] : [index]));
}

const mayBeRemoved = (item: unknown): boolean =>
	isFields(item) && (Object.hasOwn(item, "Ref") || Object.hasOwn(item, "Fn::If"));
