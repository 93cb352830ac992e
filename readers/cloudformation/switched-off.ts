import { isFields } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { Template } from "./scope.ts";

/**
 * The template as it may be deployed otherwise: the parameters on which a condition depends have no defaults, so that every value counts
 * with which the condition holds.
 */
export function withoutDefaultsOf(condition: string, template: Template): Template {
	const names = namesIn(condition, template);
	const parameters = [...template.parameters].map(
		([name, parameter]) => [name, names.has(name) ? { ...parameter, defaultValue: null } : parameter] as const,
	);
	return { ...template, parameters: new Map(parameters) };
}

/** Why a resource may not exist, after the reason of a verdict on it. */
export const onlyIf = (condition: string): string =>
	`the resource exists only if the condition ${formatForDisplay(condition)} holds, which by default it does not`;

/** No realistic condition has more parts. */
const maxParts = 10_000;

/** What a condition refers to, directly or through other conditions. */
function namesIn(condition: string, { conditions }: Template): ReadonlySet<string> {
	const names = new Set<string>();
	const seen = new Set<string>();
	const waiting: unknown[] = [{ Condition: condition }];
	for (let parts = 0; waiting.length > 0 && parts < maxParts; parts++) {
		const node = waiting.pop();
		if (Array.isArray(node)) waiting.push(...node);
		if (!isFields(node)) continue;
		const { Ref: name, Condition: other } = node;
		if (typeof name === "string") names.add(name);
		if (typeof other === "string" && !seen.has(other)) waiting.push(conditions.get(other));
		if (typeof other === "string") seen.add(other);
		waiting.push(...Object.values(node));
	}
	return names;
}
