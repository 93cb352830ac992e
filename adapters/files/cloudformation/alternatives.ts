import { type Effort, scopeOf } from "./resolve.ts";
import type { Assumptions, Scope, Template } from "./scope.ts";

/** Four undecided conditions; with more, what they decide stays unknown. */
const mostWays = 16;

export interface Ways<T> {
	/** With nothing assumed: what the template does not decide is not known. */
	readonly facts: T;
	/** With every combination of what it leaves open, where those are few; empty when it decides everything. */
	readonly alternatives: readonly T[];
}

/** Works something out for every way in which a template may be deployed. `null`: deployed so, there is none. */
export function everyWay<T>(template: Template, effort: Effort, look: (scope: Scope) => T | null): Ways<T> | null {
	const open = new Map<string, readonly (string | boolean)[]>();
	const facts = look(scopeOf(template, effort, new Map(), open));
	if (facts === null) return null;
	const alternatives = combinations(open).flatMap((assumed) => look(scopeOf(template, effort, assumed)) ?? []);
	const [only] = alternatives;
	return alternatives.length === 1 && only !== undefined ? { facts: only, alternatives: [] } : { facts, alternatives };
}

function combinations(open: ReadonlyMap<string, readonly (string | boolean)[]>): readonly Assumptions[] {
	if (open.size === 0) return [];
	let found: readonly Assumptions[] = [new Map()];
	for (const [question, answers] of open) {
		if (found.length * answers.length > mostWays) return [];
		found = found.flatMap((assumed) => answers.map((answer) => new Map([...assumed, [question, answer]])));
	}
	return found;
}
