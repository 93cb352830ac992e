import { PartialText, reasonOf } from "../../core/partial-text.ts";
import type { Unresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { asUnresolved, findUnresolved } from "../../domain/ecs-json/values.ts";
import type { Expression, Mapping, Template } from "./syntax.ts";

/** Ends the reason for every value that Terraform determines. */
export const inPlan = "is only known in a plan";

/**
 * What an expression is as far as it is written literally: plain data, with `Unresolved` for what Terraform evaluates: variables,
 * whatever their default, locals, references, functions, conditions.
 */
export function literalValue(expression: Expression): unknown {
	switch (expression.is) {
		case "literal":
			return expression.value;
		case "template":
			return textOf(expression);
		case "list":
			return expression.items.map(literalValue);
		case "mapping":
			return mappingOf(expression);
		case "call":
			return (expression.name === "jsonencode" ? encoded(expression.parts) : null) ?? unresolvedOf(expression);
		default:
			return unresolvedOf(expression);
	}
}

/** Why an expression has no value in a file. */
export function unresolvedOf(expression: Expression): Unresolved {
	if (expression.is === "reference") return { unresolved: `${nameOf(expression.steps)} ${inPlan}` };
	if (expression.is === "call") return { unresolved: `the result of ${formatForDisplay(expression.name)}() ${inPlan}` };
	return { unresolved: `the result of an expression ${inPlan}` };
}

const nameOf = (steps: readonly string[]): string => formatForDisplay(steps.join("."));

function textOf({ parts }: Template): string | Unresolved {
	const found = new PartialText(parts.map((part) => (part.is === "text" ? part.text : pieceOf(part))));
	if (found.isKnown) return String(found);
	return { unresolved: reasonOf(found.holes), text: found };
}

/** A part of a text: what it is, or a hole. */
function pieceOf(part: Expression): string | PartialText {
	const value = literalValue(part);
	if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
	const open = asUnresolved(value) ?? unresolvedOf(part);
	return open.text ?? new PartialText([holeOf(part, open)]);
}

/** The label shows a reference, never what else is written in an expression: that may be a secret. */
export const holeOf = (part: Expression, { unresolved: why }: Unresolved) => ({
	label: part.is === "reference" ? `\${${nameOf(part.steps)}}` : "${…}",
	why,
});

function mappingOf({ entries }: Mapping): unknown {
	const found: [string, unknown][] = [];
	for (const { key, value } of entries) {
		const name = literalValue(key);
		const open = asUnresolved(name);
		if (open !== null) return { unresolved: open.unresolved };
		// Drops `unresolved`, so that a file cannot fake an unresolved value.
		if (typeof name === "string" && name !== "unresolved") found.push([name, literalValue(value)]);
	}
	return Object.fromEntries(found);
}

/** The text that jsonencode() makes of what is known; null where something is not. */
function encoded(parts: readonly Expression[]): string | null {
	const [first, ...others] = parts;
	if (first === undefined || others.length > 0) return null;
	const value = literalValue(first);
	return findUnresolved(value) === null ? JSON.stringify(value) : null;
}
