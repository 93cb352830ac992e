/** What one check of an installation found. */
export interface CheckResult {
	/** What was checked, such as `trail` or `rule`. */
	readonly check: string;
	/** Which one of several, such as the construct of a function; "" if there is only one. */
	readonly of: string;
	/** `unknown`: it could not be read. */
	readonly status: "ok" | "problem" | "unknown";
	/** What is wrong or right, on one line; never a secret. */
	readonly message: string;
	/** Commands for bash or zsh that fix a problem, in this order. */
	readonly fix: readonly string[];
}

/** A result without the name of its check. */
export type Answer = Omit<CheckResult, "check" | "of">;

export const ok = (message: string): Answer => ({ status: "ok", message, fix: [] });
export const problem = (message: string, ...fix: readonly string[]): Answer => ({ status: "problem", message, fix });
export const unknown = (message: string): Answer => ({ status: "unknown", message, fix: [] });
