import { type Effort, scopeOf } from "./resolve.ts";
import type { Assumptions, Scope, Template } from "./scope.ts";

/** Eight undecided conditions; what is decided by more stays unknown. */
const maxWays = 256;
/** So few are always tried; more only where they leave most of the effort to the other resources. */
const fewWays = 16;
const maxShare = 0.1;

export interface Ways<T> {
	/** With nothing assumed: what the template does not decide is not known. */
	readonly facts: T;
	/** With every combination of what it leaves open, as far as those are few; empty when it decides everything. */
	readonly alternatives: readonly T[];
}

/** Works something out for every way in which a template may be deployed. `null`: deployed so, there is none. */
export function everyWay<T>(template: Template, effort: Effort, look: (scope: Scope) => T | null): Ways<T> | null {
	const open = new Map<string, readonly (string | boolean)[]>();
	const before = effort.steps;
	const facts = look(scopeOf(template, effort, new Map(), open));
	if (facts === null) return null;
	const affordable = (effort.steps * maxShare) / Math.max(before - effort.steps, 1);
	const most = Math.max(fewWays, Math.min(maxWays, effort.ways, affordable));
	const tried = combinations(open, most);
	if (tried.length > fewWays) effort.ways -= tried.length;
	const alternatives = tried.flatMap((assumed) => look(scopeOf(template, effort, assumed)) ?? []);
	const [only] = alternatives;
	return alternatives.length === 1 && only !== undefined ? { facts: only, alternatives: [] } : { facts, alternatives };
}

/** Of every answer to as many questions as can be tried, those with few answers first; the others stay open. */
function combinations(open: ReadonlyMap<string, readonly (string | boolean)[]>, most: number): readonly Assumptions[] {
	let found: readonly Assumptions[] = [];
	for (const [question, answers] of [...open].toSorted(([, a], [, b]) => a.length - b.length)) {
		const before = found.length === 0 ? [new Map()] : found;
		if (before.length * answers.length > most) return found;
		found = before.flatMap((assumed) => answers.map((answer) => new Map([...assumed, [question, answer]])));
	}
	return found;
}
