/** A broken promise of the pipeline; `invariant`: I1 to I9 of the reliability specification. */
export interface Violation {
	readonly invariant: `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
	readonly text: string;
}

export const formatViolation = ({ invariant, text }: Violation): string => `${invariant}: ${text}`;
