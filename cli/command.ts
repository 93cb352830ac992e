import type { Option } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** A command with what its help, its page and the completions of shells are made of. */
export interface Command {
	/** What is written: `check PATH… [OPTIONS]`. */
	readonly usage: string;
	/** What it does; paragraphs are separated by an empty line. */
	readonly about: string;
	readonly options: Readonly<Record<string, Option>>;
	/** What stands below the options, in the same form. */
	readonly more?: string;
	/** What each exit status means. */
	readonly statuses: Readonly<Record<number, string>>;
	/** The words that its arguments can be; absent: names of files, or none. */
	readonly words?: readonly string[];
	/** Runs the command and returns the exit status. Throws BadInputError for bad usage. */
	readonly start: (args: readonly string[], terminal: Terminal) => Promise<number>;
}

/** Each command by its name, loaded when it is needed. */
export type Commands = Readonly<Record<string, () => Promise<Command> | Command>>;
