import { isFields, itemsIn } from "../../core/json.ts";
import { isLoop } from "./recognize.ts";
import type { Scope } from "./scope.ts";
import { isPartial, scalarText } from "./template-text.ts";

export interface Iteration {
	readonly key: string;
	readonly value: unknown;
	/** The key as it is written, identifier and all. */
	readonly writtenKey: string;
}

/** As many as a template may have resources; a loop of loops could ask for any number. */
const maxIterations = 500;

/**
 * What `Fn::ForEach` stands for: `[identifier, values, {key: value}]`, once for each value. Null when the values are not
 * known, or too many. A loop directly within is one of the entries, its key unchanged.
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

/** Levels that are looked through; what is written deeper is left as it is, and cannot be worked out then. */
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
