import type { Terminal } from "./terminal.ts";

export interface Command {
	readonly help: string;
	/** Answers the exit status. Throws BadInputError for what is written wrong. */
	readonly start: (args: readonly string[], terminal: Terminal) => Promise<number>;
}
