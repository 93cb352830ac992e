import { type Budget, scopeOf } from "./resolve.ts";
import type { Assumptions, Scope, Template } from "./scope.ts";

/** Eight undecided conditions; what depends on more stays unknown. */
const maxAlternatives = 256;
/** This many are always tried; more only when they leave most of the budget to the other resources. */
const minAlternatives = 16;
const maxShare = 0.1;

export interface Evaluation<T> {
	/** Without assumptions: what the template does not decide is unknown. */
	readonly facts: T;
	/** One for each combination of what is undecided, up to a maximum; empty when the template decides everything. */
	readonly alternatives: readonly T[];
}

/** Evaluates a resource for every combination of undecided conditions and parameters. `null`: it does not exist then. */
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
	// No value with which it exists is left.
	if (tried.length > 0 && alternatives.length === 0) return null;
	const [only] = alternatives;
	return alternatives.length === 1 && only !== undefined ? { facts: only, alternatives: [] } : { facts, alternatives };
}

/** Combines the answers to as many questions as can be tried, starting with those with few answers; the others stay unknown. */
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
