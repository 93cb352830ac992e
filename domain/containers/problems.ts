import { compareSeverity, fail, type Judgement, type Severity, worseSeverity } from "../../core/verdict.ts";

/** One of possibly several problems with a subject. */
export interface Problem {
	readonly severity: Severity;
	/** A clause that names the cause. */
	readonly message: string;
	/** What to write instead. */
	readonly remediation: string;
	/** As `Judgement.field`. */
	readonly field?: string;
}

/** Combines problems into one failure, the worst first, which determines the severity, the field and the first remediation. */
export function combineProblems(problems: readonly [Problem, ...Problem[]], more: Partial<Judgement> = {}): Judgement {
	const sorted = problems.toSorted((a, b) => compareSeverity(a.severity, b.severity));
	const field = sorted[0]?.field;
	return fail(sorted.map((problem) => problem.message).join("; "), {
		...more,
		...(field === undefined ? {} : { field }),
		severity: problems.map((problem) => problem.severity).reduce(worseSeverity),
		remediation: [...new Set(sorted.map((problem) => problem.remediation))].join(" "),
	});
}

/** Whether an array has an item, as a type guard. */
export const isNonEmpty = <T>(items: readonly T[]): items is readonly [T, ...T[]] => items.length > 0;
