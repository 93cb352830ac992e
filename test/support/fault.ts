import type { Operated } from "./operated.ts";

/** One way to break an installation, and what `doctor` calls it. */
export interface Fault {
	readonly break: (operated: Operated) => Promise<unknown>;
	/** The checks that find it, as `check of`. */
	readonly found: readonly string[];
	readonly message: RegExp;
	/** What the operator types when the commands read from the terminal. */
	readonly input?: (operated: Operated) => string;
}
