import type { Terminal } from "./terminal.ts";

export interface Command {
	readonly help: string;
	/** Runs the command and returns the exit status. Throws BadInputError for bad usage. */
	readonly start: (args: readonly string[], terminal: Terminal) => Promise<number>;
}
