import { compareSeverity, fail, type Judgement, type Severity, worseSeverity } from "../../core/verdict.ts";

/** One thing that is wrong with a subject, when several may be wrong at once. */
export interface Problem {
	readonly severity: Severity;
	/** A clause that names what caused it. */
	readonly message: string;
	/** What to write instead. */
	readonly remediation: string;
	/** As `Judgement.field`. */
	readonly field?: string;
}

/** All problems in one failure, the worst first: it gives the severity and the field, and its mending comes first. */
export function failureOf(problems: readonly [Problem, ...Problem[]], more: Partial<Judgement> = {}): Judgement {
	const sorted = problems.toSorted((a, b) => compareSeverity(a.severity, b.severity));
	const field = sorted[0]?.field;
	return fail(sorted.map((problem) => problem.message).join("; "), {
		...more,
		...(field === undefined ? {} : { field }),
		severity: problems.map((problem) => problem.severity).reduce(worseSeverity),
		remediation: [...new Set(sorted.map((problem) => problem.remediation))].join(" "),
	});
}

/** Whether there is anything wrong, told to the compiler. */
export const isNonEmpty = <T>(items: readonly T[]): items is readonly [T, ...T[]] => items.length > 0;
