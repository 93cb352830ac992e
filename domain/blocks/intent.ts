/** A revision that an event reports as registered; it may be blocked. */
export interface BlockCandidate {
	readonly revision: number;
	/** ISO 8601; after it the registration is old, and the revision is judged but no longer blocked. */
	readonly until: string;
}

/** Written before a revision is deregistered and cleared once the outcome is in the ledger, so that a crash in between loses nothing. */
export interface BlockIntent {
	readonly revision: number;
	readonly resource: string;
	readonly because: readonly string[];
	readonly at: string;
}
