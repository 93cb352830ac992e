import type { Control } from "../core/control.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import type { PolicyControls } from "../core/policy.ts";

/** Everything a report is made from; the same model always produces the same page. */
export interface ReportModel {
	readonly account: string;
	readonly region: string;
	/** ISO 8601. */
	readonly generatedAt: string;
	readonly mode: "audit" | "enforce";
	readonly entries: readonly LedgerEntry[];
	readonly controls: readonly Control[];
	readonly slack: readonly SlackRecord[];
	readonly blocked: readonly BlockedRecord[];
	/** Absent when no pipeline ran for this report. */
	readonly outcome?: RunOutcome;
	/** The storage that lifecycle policies would free; taken from the entries when absent. */
	readonly storage?: readonly StorageRow[];
	/** Tmpfs against memory; taken from the entries when absent. */
	readonly tmpfs?: readonly TmpfsRow[];
	/** The policy's settings of the controls; their defaults when absent. */
	readonly settings?: PolicyControls;
}

/** One message as the Slack endpoint received it. */
export interface SlackRecord {
	readonly at: string;
	readonly method: string;
	/** The parsed JSON, or its text. */
	readonly body: unknown;
}

/** One attempt to block a deployment. */
export interface BlockedRecord {
	readonly at: string;
	readonly action: string;
	/** ARN of the blocked resource; for an action on a deployment, of its service revision. */
	readonly resource: string;
	/** Ids of the blocking controls that failed. */
	readonly because: readonly string[];
	readonly outcome: string;
	/** Nothing was tried, because what decides could not be read. */
	readonly unchecked?: true;
	readonly reason?: string;
}

/** How a run of the pipeline went: counts, and seconds by phase. */
export interface RunOutcome {
	readonly events: number;
	readonly routed: number;
	readonly unrouted: number;
	/** (control, subject) pairs by status. */
	readonly verdicts: Readonly<Record<string, number>>;
	readonly deadLetters: number;
	readonly seconds: Readonly<Record<string, number>>;
}

export interface StorageRow {
	readonly subject: string;
	readonly expiringImages: number;
	readonly freedBytes: number;
	/** Null when no price is known for the Region. */
	readonly freedUsdPerMonth: number | null;
	/** What the price is based on, with its date. */
	readonly storagePrice?: string;
}

export interface TmpfsRow {
	readonly subject: string;
	readonly container: string | null;
	readonly tmpfsMiB: number;
	readonly memoryMiB: number;
}

/** Shares of the memory limit, 0 to 1. */
export interface TmpfsLimits {
	readonly warn: number;
	readonly maximum: number;
}
