import type { FaultId } from "./known-faults.ts";

/** A broken promise of the pipeline; `invariant`: I1 to I9 of the reliability specification. */
export interface Violation {
	readonly invariant: `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
	readonly text: string;
	/** The known fault that it is an instance of; absent if there is none. */
	readonly fault?: FaultId;
}

export const formatViolation = ({ invariant, text, fault }: Violation): string =>
	`${invariant}${fault === undefined ? "" : ` (${fault})`}: ${text}`;
