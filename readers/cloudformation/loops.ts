import { isFields, itemsIn } from "../../core/json.ts";
import { isPartial, scalarText } from "../../domain/cloudformation/template-text.ts";
import { isLoop } from "./recognize.ts";
import type { Scope } from "./scope.ts";

export interface Iteration {
	readonly key: string;
	readonly value: unknown;
	/** The key as written, including the identifier. */
	readonly writtenKey: string;
}

/** The maximum number of resources of a template; nested loops could create any number. */
const maxIterations = 500;

/**
 * Expands `Fn::ForEach`, `[identifier, values, {key: value}]`, once for each value. Null when the values are not
 * known, or too many. A directly nested loop is expanded too, with its key unchanged.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoop(loop: unknown, scope: Scope): readonly Iteration[] | null {
	const [identifier, collection, output] = itemsIn(loop);
	const values = scope.valueOf(collection);
	if (typeof identifier !== "string" || !Array.isArray(values) || !isFields(output)) return null;
	const entries = Object.entries(output);
	if (values.length * entries.length > maxIterations) return null;
	const iterations: Iteration[] = [];
	for (const value of values) {
		const text = isPartial(value) ? null : scalarText(value);
		if (text === null) return null;
		for (const [key, body] of entries) {
			const iteration = {
				key: substitute(key, identifier, text),
				value: substituteIn(body, identifier, text, 0),
				writtenKey: key,
			};
			if (!isLoop(key)) iterations.push(iteration);
			else {
				const inner = expandLoop(iteration.value, scope);
				if (inner === null) return null;
				iterations.push(...inner.map((one) => ({ ...one, writtenKey: key })));
			}
		}
		if (iterations.length > maxIterations) return null;
	}
	return iterations;
}

const substitute = (text: string, identifier: string, value: string): string =>
	text.replaceAll(`\${${identifier}}`, value).replaceAll(`&{${identifier}}`, value);

/** Maximum depth of substitution; deeper values are left unchanged and cannot be evaluated. */
const maxLevels = 100;

function substituteIn(node: unknown, identifier: string, value: string, level: number): unknown {
	if (typeof node === "string") return substitute(node, identifier, value);
	if (level >= maxLevels) return node;
	const within = (part: unknown) => substituteIn(part, identifier, value, level + 1);
	if (Array.isArray(node)) return node.map(within);
	if (!isFields(node)) return node;
	if (node["Ref"] === identifier && Object.keys(node).length === 1) return value;
	return Object.fromEntries(
		Object.entries(node).map(([key, part]) => [substitute(key, identifier, value), within(part)]),
	);
}
