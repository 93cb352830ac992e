/** What `shipshape check --format json` prints; changed only together with `schemaVersion`. */
export interface VerdictReport {
	readonly schemaVersion: "1";
	/** How many of the verdicts below have each status. */
	readonly summary: Readonly<Record<VerdictStatus, number>>;
	/** One for every control, subject and container, in the order of the files and of what is written in them. */
	readonly verdicts: readonly FileVerdict[];
}

export type VerdictStatus = "pass" | "fail" | "unknown" | "waived" | "not-applicable";
export type VerdictSeverity = "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "INFORMATIONAL";

export interface FileVerdict {
	/** `task-definition/read-only-root`. */
	readonly control: string;
	/** The path of the file as it was named; `path#name` where a file holds several resources. */
	readonly subject: string;
	readonly location: FileLocation;
	readonly container?: string;
	readonly status: VerdictStatus;
	readonly severity: VerdictSeverity;
	readonly message: string;
	/** What to write instead. */
	readonly remediation: string;
	/** With `waived` only: who answers for it, why, and until when. */
	readonly waiver?: VerdictWaiver;
}

/** Line and column count from 1. */
export interface FileLocation {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

export interface VerdictWaiver {
	readonly owner: string;
	readonly reason: string;
	/** A date, `2026-12-31`. */
	readonly expires: string;
}
