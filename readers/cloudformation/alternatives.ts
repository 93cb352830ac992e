import { type Budget, scopeOf } from "./resolve.ts";
import type { Assumptions, Scope, Template } from "./scope.ts";

/** Eight undecided conditions; what is decided by more stays unknown. */
const maxAlternatives = 256;
/** So few are always tried; more only where they leave most of the effort to the other resources. */
const minAlternatives = 16;
const maxShare = 0.1;

export interface Evaluation<T> {
	/** With nothing assumed: what the template does not decide is not known. */
	readonly facts: T;
	/** With every combination of what it leaves open, as far as those are few; empty when it decides everything. */
	readonly alternatives: readonly T[];
}

/** Works something out for every way in which a template may be deployed. `null`: deployed so, there is none. */
export function evaluateAlternatives<T>(
	template: Template,
	budget: Budget,
	evaluate: (scope: Scope) => T | null,
): Evaluation<T> | null {
	const questions = new Map<string, readonly (string | boolean)[]>();
	const before = budget.steps;
	const facts = evaluate(scopeOf(template, budget, new Map(), questions));
	if (facts === null) return null;
	const affordable = (budget.steps * maxShare) / Math.max(before - budget.steps, 1);
	const maxCombinations = Math.max(minAlternatives, Math.min(maxAlternatives, budget.alternatives, affordable));
	const tried = combinations(questions, maxCombinations);
	if (tried.length > minAlternatives) budget.alternatives -= tried.length;
	const alternatives = tried.flatMap((assumed) => evaluate(scopeOf(template, budget, assumed)) ?? []);
	const [only] = alternatives;
	return alternatives.length === 1 && only !== undefined ? { facts: only, alternatives: [] } : { facts, alternatives };
}

/** Of every answer to as many questions as can be tried, those with few answers first; the others stay open. */
function combinations(
	questions: ReadonlyMap<string, readonly (string | boolean)[]>,
	maxCombinations: number,
): readonly Assumptions[] {
	let found: readonly Assumptions[] = [];
	for (const [question, answers] of [...questions].toSorted(([, a], [, b]) => a.length - b.length)) {
		const before = found.length === 0 ? [new Map()] : found;
		if (before.length * answers.length > maxCombinations) return found;
		found = before.flatMap((assumed) => answers.map((answer) => new Map([...assumed, [question, answer]])));
	}
	return found;
}
