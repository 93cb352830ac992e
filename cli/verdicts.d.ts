/** What `shipshape check --format json` prints; changed only together with `schemaVersion`. */
export interface VerdictReport {
	readonly schemaVersion: "1";
	/** How many of the verdicts below have each status. */
	readonly summary: Readonly<Record<VerdictStatus, number>>;
	/** One per control, subject and container, in the order of the files and of their content. */
	readonly verdicts: readonly FileVerdict[];
}

export type VerdictStatus = "pass" | "fail" | "unknown" | "waived" | "not-applicable";
export type VerdictSeverity = "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "INFORMATIONAL";

export interface FileVerdict {
	/** `task-definition/read-only-root`. */
	readonly control: string;
	/** The path of the file as given; `path#name` when a file holds several resources. */
	readonly subject: string;
	readonly location: FileLocation;
	readonly container?: string;
	readonly status: VerdictStatus;
	readonly severity: VerdictSeverity;
	readonly message: string;
	/** How to fix it. */
	readonly remediation: string;
	/** With `waived` only: the owner, the reason and the expiry date. */
	readonly waiver?: VerdictWaiver;
}

/** Line and column start at 1. */
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
